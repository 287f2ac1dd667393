using System.Diagnostics;
using System.Text;

namespace Workflows.Benchmarks.Running;

/// <summary>A program that this one started: its output, its memory, and its end.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly Process process;
    private readonly string line;
    private readonly StringBuilder error = new();
    private readonly Task reading;

    private ProgramRun(Process process, string line)
    {
        this.process = process;
        this.line = line;
        reading = Task.WhenAll(ReadErrorAsync(), process.StandardOutput.BaseStream.CopyToAsync(Stream.Null));
    }

    /// <summary>The most memory it held (resident), in bytes, as last seen.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>Called with each line that it says on its error stream, on a thread of the pool.</summary>
    public Action<string>? OnErrorLine { get; set; }

    /// <summary>Starts it; what it prints is thrown away, what it says on its error stream is kept for the error.</summary>
    public static ProgramRun Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return new(
            Process.Start(start) ?? throw new UnavailableException($"'{file}' did not start."),
            $"{Path.GetFileName(file)} {string.Join(' ', start.ArgumentList)}");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="ProgramFailedException">It ended with another exit code than 0.</exception>
    public static async Task RunAsync(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment,
        CancellationToken cancellationToken)
    {
        using var run = Start(file, arguments, environment);
        await run.SucceedAsync(cancellationToken);
    }

    /// <summary>Waits for its end, watching its memory.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        var ended = process.WaitForExitAsync(cancellationToken);
        while (await Task.WhenAny(ended, Task.Delay(20, cancellationToken)) != ended)
        {
            // The kernel keeps the highest mark; the last look is near enough to the end.
            PeakMemory = ReadPeakMemory() ?? PeakMemory;
        }

        await ended;
        await reading;
        return process.ExitCode;
    }

    /// <exception cref="ProgramFailedException">It ended with another exit code than 0.</exception>
    public async Task SucceedAsync(CancellationToken cancellationToken)
    {
        var code = await WaitAsync(cancellationToken);
        if (code != 0)
        {
            throw new ProgramFailedException(line, code, error.ToString());
        }
    }

    /// <summary>Sends SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        process.Kill();
        await WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task ReadErrorAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } said)
        {
            error.AppendLine(said);
            OnErrorLine?.Invoke(said);
        }
    }

    private long? ReadPeakMemory()
    {
        try
        {
            var mark = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(field => field.StartsWith("VmHWM:", StringComparison.Ordinal));
            return mark is null ? null : long.Parse(mark.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
