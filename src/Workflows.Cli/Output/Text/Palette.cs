namespace Workflows.Cli.Output.Text;

/// <summary>Colours, where they are allowed; the text alone says the same.</summary>
internal sealed class Palette(bool enabled)
{
    public string Paint(string text, Tone tone) =>
        enabled && Code(tone) is { } code ? $"\u001b[{code}m{text}\u001b[0m" : text;

    private static string? Code(Tone tone) => tone switch
    {
        Tone.Good => "32",
        Tone.Attention => "33",
        Tone.Bad => "31",
        Tone.Faint => "2",
        Tone.Strong => "1",
        _ => null,
    };
}
