namespace Workflows.Cli.Tests.Harness;

/// <summary>A command line whose backups run on the real engine and store, over activities that need no cluster.</summary>
internal sealed class RunHarness : IDisposable
{
    public RunHarness()
    {
        Activities = new FakeActivities(Cli.Time);
        Cli.Services = Cli.Services with { AddActivities = (registry, time) => Activities.Register(registry, time) };
    }

    public CliHarness Cli { get; } = new();

    public FakeActivities Activities { get; }

    public Task<CliRun> CreateAsync(string name, params string[] more) =>
        Cli.RunAsync(["backup", "create", name, "--exclude-secrets", .. more]);

    /// <summary>Starts a backup and stops it, as Ctrl-C does, while its first part is captured.</summary>
    public async Task<CliRun> InterruptAsync(string name, params string[] more)
    {
        Activities.OnCapture = cancellationToken =>
        {
            Cli.Interrupts.Send();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };
        var run = await CreateAsync(name, more);
        Activities.OnCapture = _ => Task.CompletedTask;
        return run;
    }

    /// <summary>The folders of runs that are left.</summary>
    public IReadOnlyList<string> Runs()
    {
        var folder = Path.Combine(Cli.StatePath, "runs");
        return Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path))] : [];
    }

    public void Dispose()
    {
        Activities.Dispose();
        Cli.Dispose();
    }
}
