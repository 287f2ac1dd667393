namespace Workflows.Cli.Environments;

/// <summary>
/// All that the command line takes from the machine it runs on, so that a test can hand in its own: streams,
/// variables, time, signals. Nothing else in this program touches <see cref="Console"/> or
/// <see cref="Environment"/>.
/// </summary>
internal sealed record CliEnvironment
{
    /// <summary>Standard output: results and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard output as bytes, for content that is a user's and not text of this program.</summary>
    public required Func<Stream> OpenOut { get; init; }

    /// <summary>Standard error: progress, notices, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input: answers to questions, and files named <c>-</c>.</summary>
    public required TextReader In { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool InIsTerminal { get; init; }

    /// <summary>Columns of the terminal; where there is none, the width that help is wrapped at.</summary>
    public int Width { get; init; } = 100;

    public required Func<string, string?> Variable { get; init; }

    /// <summary>This machine's name, for others who find it in a store.</summary>
    public required string MachineName { get; init; }

    /// <summary>The user's home folder.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>What relative paths are relative to.</summary>
    public required string CurrentDirectory { get; init; }

    public required TimeProvider Time { get; init; }

    public required IInterrupts Interrupts { get; init; }

    /// <summary>Whether what is written to a stream may be coloured (https://no-color.org).</summary>
    public bool AllowsColor(bool isTerminal) =>
        isTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") is not "dumb";
}
