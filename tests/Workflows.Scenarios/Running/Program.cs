using System.Diagnostics;

namespace Workflows.Scenarios.Running;

/// <summary>Runs a program to its end, or until it is killed.</summary>
public sealed class Program : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;
    private readonly string line;
    private readonly long startedAt = Stopwatch.GetTimestamp();

    private Program(Process process, string line)
    {
        this.process = process;
        this.line = line;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public bool HasEnded => process.HasExited;

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set; a null removes one.</param>
    /// <param name="input">What it reads; null gives it nothing.</param>
    public static Program Start(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? input = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var started = Process.Start(start)!;
        try
        {
            started.StandardInput.Write(input);
            started.StandardInput.Close();
        }
        catch (IOException) when (started.HasExited)
        {
            // It ended without reading; its exit code says why.
        }

        return new(started, $"{Path.GetFileName(file)} {string.Join(' ', start.ArgumentList)}");
    }

    public static async Task<CommandResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? input = null)
    {
        using var program = Start(file, arguments, environment, input);
        return await program.WaitAsync();
    }

    /// <summary>Completes when the program has ended, by itself or not.</summary>
    public Task WaitForExitAsync() => process.WaitForExitAsync();

    /// <summary>Waits for the end; a program that takes longer than any should is killed, and that is a failure.</summary>
    public async Task<CommandResult> WaitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"'{line}' did not end within {Patience}.\n--- stdout\n{await output}\n--- stderr\n{await error}", late);
        }

        return new(line, process.ExitCode, await output, await error, Stopwatch.GetElapsedTime(startedAt));
    }

    /// <summary>Sends SIGKILL: the process can't do anything about it.</summary>
    /// <returns>What it had said, with 137 if the signal ended it.</returns>
    public async Task<CommandResult> KillAsync()
    {
        process.Kill();
        return await WaitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
