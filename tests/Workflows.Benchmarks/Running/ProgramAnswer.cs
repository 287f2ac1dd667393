using System.Diagnostics;

namespace Workflows.Benchmarks.Running;

/// <summary>What a program said that ended soon and printed little.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All that it printed.</param>
/// <param name="Error">All that it said on its error stream.</param>
internal sealed record ProgramAnswer(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="UnavailableException">It did not start.</exception>
    public static async Task<ProgramAnswer> AskAsync(
        string file, IEnumerable<string> arguments, (string Name, string Value)? variable, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (variable is var (name, value))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new UnavailableException($"'{file}' did not start.");
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, output, await error);
    }
}
