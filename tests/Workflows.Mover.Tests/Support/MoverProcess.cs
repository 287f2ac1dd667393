using System.Diagnostics;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests.Support;

/// <summary>The program as a container runs it.</summary>
internal sealed class MoverProcess : IDisposable
{
    private readonly Process process;

    /// <remarks>
    /// Whoever runs in the background of a shell ignores SIGINT, and so does what it starts: a container's first process
    /// does not, and neither does this one.
    /// </remarks>
    public MoverProcess(params IEnumerable<string> arguments) =>
        process = Process.Start(new ProcessStartInfo(
            "env", ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "workflows-mover"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

    public Stream Input => process.StandardInput.BaseStream;

    public StreamReader Output => process.StandardOutput;

    public StreamReader Errors => process.StandardError;

    /// <summary>What anybody may see of it: its arguments and, being its owner, its environment.</summary>
    public string Visible => File.ReadAllText($"/proc/{process.Id}/cmdline") + File.ReadAllText($"/proc/{process.Id}/environ");

    /// <summary>Reads its log up to a line of an event.</summary>
    public async Task<MoverLine> ReadToAsync(string @event)
    {
        while (await Output.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            if (MoverLine.TryParse(line) is { } parsed && parsed.Event == @event)
            {
                return parsed;
            }
        }

        throw new InvalidOperationException($"It ended without '{@event}': {await Errors.ReadToEndAsync()}");
    }

    /// <summary>Sends it a signal, by its name.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
