namespace Workflows.Cli.Output.Text;

/// <summary>What a colour says.</summary>
internal enum Tone
{
    Plain,
    Good,
    Attention,
    Bad,
    Faint,
    Strong,
}
