namespace Workflows.Cli.Output.Text;

/// <summary>Writes for people. Everything passes <see cref="SafeText"/>.</summary>
/// <param name="writer">Where to.</param>
/// <param name="palette">The colours, or none.</param>
/// <param name="now">The time that ages are counted from.</param>
internal sealed class TextOutput(TextWriter writer, Palette palette, DateTimeOffset now)
{
    public DateTimeOffset Now { get; } = now;

    public void Line(string text = "", Tone tone = Tone.Plain) =>
        writer.Write(palette.Paint(SafeText.Of(text), tone) + "\n");

    /// <summary>A label and its value, values aligned.</summary>
    public void Field(string label, string value, Tone tone = Tone.Plain) =>
        writer.Write($"{label + ":",-15}{palette.Paint(SafeText.Of(value), tone)}\n");

    public void Heading(string text)
    {
        Line();
        Line(text, Tone.Strong);
    }

    /// <summary>Text of this program's own that is to arrive as it is.</summary>
    public void Verbatim(string text) => writer.Write(text);

    public void Table(TextTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        table.WriteTo(writer, palette);
    }
}
