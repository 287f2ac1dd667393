using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;
using Workflows.Volumes.Trees;

namespace Workflows.Cli.Output.Views;

/// <summary><c>volume ls</c> for people.</summary>
internal static class VolumeContentsView
{
    public static void Write(TextOutput output, VolumeContentsDocument document)
    {
        var table = new TextTable(
            new("MODE"), new("OWNER"), new("SIZE", Right: true), new("MODIFIED"), new("PATH"));
        foreach (var entry in document.Entries)
        {
            var suffix = entry.LinkTo is { } first ? $" = {first}" : entry.Target is { } target ? $" -> {target}" : "";
            table.Add(
                $"{LetterOf(entry.Kind)}{Convert.ToString(entry.Mode, 8).PadLeft(4, '0')}",
                $"{entry.Uid}:{entry.Gid}",
                entry.Length is { } length ? Humanize.Bytes(length) : "",
                Moment(entry.ModifiedAt),
                entry.Shown + suffix);
        }

        output.Table(table);
    }

    private static char LetterOf(string kind) => kind switch
    {
        nameof(EntryKind.Directory) => 'd',
        nameof(EntryKind.SymbolicLink) => 'l',
        nameof(EntryKind.Fifo) => 'p',
        nameof(EntryKind.Socket) => 's',
        nameof(EntryKind.CharacterDevice) => 'c',
        nameof(EntryKind.BlockDevice) => 'b',
        _ => '-',
    };

    /// <summary>File systems keep moments that no calendar here has.</summary>
    private static string Moment(FileTime time) =>
        time.Seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && time.Seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? Humanize.Moment(DateTimeOffset.FromUnixTimeSeconds(time.Seconds))
            : $"{time.Seconds}";
}
