using Workflows.Cli.Commands;
using Workflows.Cli.Environments;
using Workflows.Core.Clusters;

namespace Workflows.Cli.Tests.Harness;

/// <summary>The whole command line in this process, on folders, streams and variables of its own.</summary>
internal sealed class CliHarness : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("workflows-cli-").FullName;

    public CliHarness() => Services = new CliServices
    {
        LocateCluster = (_, context) => new ClusterReference(["/fake/kubeconfig"], context ?? "blue"),
        CheckCluster = (_, _) => Task.FromResult("v1.36.0"),
        ReviewAccess = (_, _, _) => throw new InvalidOperationException("This test asks for no rights."),
        RemoveSnapshots = (_, _, _, _) => throw new InvalidOperationException("This test removes no snapshots."),
        AddActivities = (_, _) => throw new InvalidOperationException("This test runs no orchestration."),
        AddServedActivities = (_, _, _, _) => throw new InvalidOperationException("This test runs no orchestration."),
        LongestHook = TimeSpan.FromHours(6),
    };

    public string Home => Path.Combine(root, "home");

    public string StorePath => Path.Combine(root, "store");

    public string StatePath => Path.Combine(root, "state");

    public string WorkPath => Directory.CreateDirectory(Path.Combine(root, "work")).FullName;

    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    public FakeInterrupts Interrupts { get; } = new();

    public TimeProvider Time { get; set; } = new ManualTime();

    public CliServices Services { get; set; }

    public bool IsTerminal { get; set; }

    /// <summary>What was written to standard output as bytes.</summary>
    public MemoryStream OutBytes { get; } = new();

    public string Input { get; set; } = "";

    /// <summary>Called when the command asks, before it is answered.</summary>
    public Action OnAsked { get; set; } = () => { };

    /// <summary>Runs a command line with this harness's store and state.</summary>
    public Task<CliRun> RunAsync(params string[] args) =>
        RunPlainAsync([.. args, "--store", StorePath, "--state", StatePath]);

    /// <summary>Runs a command line as it is.</summary>
    public async Task<CliRun> RunPlainAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var environment = Environment(output, error);
        var exitCode = await new CommandLine(environment, Services).RunAsync(args);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    public CliEnvironment Environment(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        OpenOut = () => OutBytes,
        Error = error,
        In = new Answers(this),
        OutIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
        InIsTerminal = IsTerminal,
        Variable = name => Variables.GetValueOrDefault(name),
        MachineName = "test-machine",
        HomeDirectory = Home,
        CurrentDirectory = WorkPath,
        Time = Time,
        Interrupts = Interrupts,
    };

    /// <summary>Every file below the harness's folders, for tests that say that nothing was changed.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Where(path => path != "work")
            .Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(root, recursive: true);

    private sealed class Answers(CliHarness harness) : StringReader(harness.Input)
    {
        public override string? ReadLine()
        {
            harness.OnAsked();
            return base.ReadLine();
        }
    }
}
