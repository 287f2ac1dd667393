using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary>Values as cells of tables; what is unknown is a dash.</summary>
internal static class Cells
{
    private const string Unknown = "-";

    public static TextTable.Cell Moment(DateTimeOffset? moment) =>
        moment is { } known ? Humanize.Moment(known) : Unknown;

    public static TextTable.Cell Count(long? count) => count is { } known ? Humanize.Count(known) : Unknown;

    public static TextTable.Cell Bytes(long? bytes) => bytes is { } known ? Humanize.Bytes(known) : Unknown;

    /// <summary>A count of something that should not be.</summary>
    public static TextTable.Cell Bad(long? count, Tone tone) =>
        count is > 0 ? new TextTable.Cell(Humanize.Count(count.Value), tone) : Count(count);

    public static TextTable.Cell OrDash(string? text) => string.IsNullOrEmpty(text) ? Unknown : text;
}
