using System.Text.Json;
using Workflows.Benchmarks.Clusters;
using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;

namespace Workflows.Benchmarks.Large;

/// <summary>Runs backups as processes, and keeps what is not a time: how much memory they held, where they were killed.</summary>
internal sealed class LargeBackupRuns(WorkflowsCommand workflows, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, List<double>> memory = new(StringComparer.Ordinal);
    private int number;

    /// <summary>Which share of the objects was captured at each kill.</summary>
    public List<double> KilledAt { get; } = [];

    /// <summary>The most memory of each run of that name, in bytes.</summary>
    public IReadOnlyList<double> PeakMemory(string name) => memory[name];

    public async Task<long> IdleMemoryAsync()
    {
        using var idle = workflows.StartIdle();
        await idle.SucceedAsync(cancellationToken);
        return idle.PeakMemory;
    }

    public async Task<Sample> BackUpAsync(string name, SeededCluster cluster, params string[] options)
    {
        using var sampled = new RunSlot();
        var sample = await Sample.TakeAsync(
            async () =>
            {
                sampled.Run = workflows.StartBackup(NextName(), cluster.Plane.Kubeconfig, options);
                await sampled.Run.SucceedAsync(cancellationToken);
            },
            cluster.Plane.Servers);
        if (!memory.TryGetValue(name, out var peaks))
        {
            memory.Add(name, peaks = []);
        }

        peaks.Add(sampled.Run!.PeakMemory);
        workflows.Forget();
        return sample;
    }

    /// <summary>Kills a backup with SIGKILL as soon as half of its objects are captured, and resumes it.</summary>
    public async Task<Sample> KillAndResumeAsync(SeededCluster cluster)
    {
        var sample = await Sample.TakeAsync(
            async () =>
            {
                await KillAtHalfAsync(cluster);
                using var resumed = workflows.StartResume();
                await resumed.SucceedAsync(cancellationToken);
            },
            cluster.Plane.Servers);
        workflows.Forget();
        return sample;
    }

    private async Task KillAtHalfAsync(SeededCluster cluster)
    {
        var half = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var backup = workflows.StartBackup(NextName(), cluster.Plane.Kubeconfig);
        backup.OnErrorLine = line =>
        {
            if (ShareCaptured(line) is >= 0.5 and var share)
            {
                half.TrySetResult(share);
            }
        };
        var ended = backup.WaitAsync(cancellationToken);
        if (await Task.WhenAny(half.Task, ended) == ended)
        {
            throw new UnavailableException("The backup ended before it said that it was half done: it is too small to be killed there.");
        }

        await backup.KillAsync(cancellationToken);
        KilledAt.Add(await half.Task);
    }

    private static double? ShareCaptured(string line)
    {
        if (!line.StartsWith("{\"progress\"", StringComparison.Ordinal))
        {
            return null;
        }

        using var document = JsonDocument.Parse(line);
        var progress = document.RootElement.GetProperty("progress");
        return progress.TryGetProperty("objectsExpected", out var expected) && expected.GetInt64() > 0
            ? (double)progress.GetProperty("objects").GetInt64() / expected.GetInt64()
            : null;
    }

    private string NextName() => $"b{++number}";

    /// <summary>Holds a process that is started inside what is measured and looked at after it.</summary>
    private sealed class RunSlot : IDisposable
    {
        public ProgramRun? Run { get; set; }

        public void Dispose() => Run?.Dispose();
    }
}
