using Workflows.Core.Errors;

namespace Workflows.Cli.Errors;

/// <summary>The exit codes, a contract (docs/cli-output.md): a code that a script doesn't know means failed.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Partial = 3;
    public const int NotFound = 4;
    public const int Conflict = 5;

    /// <summary>What shells give for a process that SIGINT ended: 128 + 2.</summary>
    public const int Interrupted = 130;

    /// <summary>From what hurts most to what hurts least.</summary>
    private static readonly int[] BySeverity = [Interrupted, Failed, Usage, NotFound, Conflict, Partial, Done];

    public static int Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Usage => Usage,
        ErrorKind.NotFound => NotFound,
        ErrorKind.Conflict => Conflict,
        _ => Failed,
    };

    /// <summary>The code of several things done in one command.</summary>
    public static int Worst(IEnumerable<int> codes) =>
        codes.Append(Done).MinBy(code => Array.IndexOf(BySeverity, code));
}
