using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;
using Workflows.Benchmarks.Volumes.Trees;

namespace Workflows.Benchmarks.Volumes;

/// <summary>
/// Backs one tree up twice, with a change between, and restores it twice, with every tool in turn: each step is done by
/// all of them before the next, and who begins turns from round to round.
/// </summary>
/// <param name="tree">The tree.</param>
/// <param name="tools">Who is compared.</param>
/// <param name="folder">Where the tree, and what is restored of it, lies for a while.</param>
internal sealed class VolumeRuns(ITree tree, IReadOnlyList<IVolumeTool> tools, TemporaryFolder folder)
{
    private const string CopyName = "cp";

    private readonly Contest contest = new();
    private readonly Dictionary<(string Tool, string Step), List<double>> memory = [];
    private readonly Dictionary<(string Tool, string Step), List<double>> stored = [];

    private string Source => folder.PathOf("tree");

    private string Copied => folder.PathOf("copied");

    /// <summary>Times, as <c>tool/step</c>.</summary>
    public Contest Contest => contest;

    /// <summary>Whether what the disk holds could be read cold.</summary>
    public bool IsCold { get; private set; }

    /// <summary>How many seconds it takes to copy the tree, until the copy is on the disk.</summary>
    public double CopySeconds => contest.Seconds(CopyName);

    /// <summary>The most resident memory, in bytes.</summary>
    public double Memory(string tool, string step) => Statistics.Median(memory[(tool, step)]);

    /// <summary>How many bytes the step added to the store.</summary>
    public double Stored(string tool, string step) => Statistics.Median(stored[(tool, step)]);

    public async Task RunAsync(int rounds, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Source);
        tree.Make(Source);
        for (var round = 0; round < rounds; round++)
        {
            var order = tools.Select((_, i) => tools[(i + round) % tools.Count]).ToArray();
            await BackUpAsync(order, VolumeStep.Cold, cancellationToken);
            await BackUpAsync(order, VolumeStep.First, cancellationToken);
            tree.Change(Source, round);
            await BackUpAsync(order, VolumeStep.Second, cancellationToken);
            await RestoreAsync(order, round, cancellationToken);
        }

        Directory.Delete(Source, recursive: true);
    }

    private async Task BackUpAsync(
        IReadOnlyList<IVolumeTool> order, string step, CancellationToken cancellationToken)
    {
        foreach (var tool in order)
        {
            if (step != VolumeStep.Second)
            {
                await tool.ForgetAsync(cancellationToken);
            }

            var before = BytesIn(tool.Store);
            await SettleAsync(cancellationToken);
            if (step == VolumeStep.Cold)
            {
                IsCold = PageCache.TryDrop();
            }

            await TakeAsync(tool, step, () => tool.StartBackup(step, Source), cancellationToken);
            Add(stored, tool, step, BytesIn(tool.Store) - before);
        }
    }

    private async Task RestoreAsync(IReadOnlyList<IVolumeTool> order, int round, CancellationToken cancellationToken)
    {
        foreach (var tool in order)
        {
            var target = TargetOf(tool);
            await SettleAsync(cancellationToken);
            await TakeAsync(tool, VolumeStep.Empty, () => Restore(tool, target), cancellationToken, isFlushed: true);
            tree.Change(tool.RestoredFolder(Source, target), round + 500);
            await SettleAsync(cancellationToken);
            await TakeAsync(tool, VolumeStep.Present, () => Restore(tool, target), cancellationToken, isFlushed: true);
            await RequireSameAsync(tool.RestoredFolder(Source, target), cancellationToken);
        }

        await CopyAsync(cancellationToken);

        // Not before: ext4 looks for other inodes than those that were freed a minute ago, which would take the next one's time.
        foreach (var target in tools.Select(TargetOf).Append(Copied))
        {
            Directory.Delete(target, recursive: true);
        }

        ProgramRun Restore(IVolumeTool tool, string target) => tool.StartRestore(VolumeStep.Second, Source, target);
    }

    /// <summary>The same bytes by the simplest way there is: what the file system and the disk take for them.</summary>
    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        contest.Add(CopyName, await Sample.TakeAsync(async () =>
        {
            await ProgramRun.RunAsync("cp", ["--recursive", "--reflink=never", Source, Copied], environment: null, cancellationToken);
            await SettleAsync(cancellationToken);
        }));
    }

    /// <param name="tool">The tool.</param>
    /// <param name="step">What it does.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="isFlushed">
    /// Whether it is over only when all is on the disk. Backups flush what they store, with both tools; of restores only
    /// one tool ends when nothing can be lost any more, and the other is not the quicker for leaving that to the kernel.
    /// </param>
    private async Task TakeAsync(
        IVolumeTool tool, string step, Func<ProgramRun> start, CancellationToken cancellationToken, bool isFlushed = false)
    {
        ProgramRun? run = null;
        try
        {
            contest.Add($"{tool.Name}/{step}", await Sample.TakeAsync(async () =>
            {
                run = start();
                await run.SucceedAsync(cancellationToken);
                await (isFlushed ? SettleAsync(cancellationToken) : Task.CompletedTask);
            }));
            Add(memory, tool, step, run!.PeakMemory);
        }
        finally
        {
            run?.Dispose();
        }
    }

    /// <summary>A restore that is quick and wrong is no result. What was there before a restore may stay.</summary>
    private async Task RequireSameAsync(string restored, CancellationToken cancellationToken)
    {
        var diff = await ProgramAnswer.AskAsync(
            "diff", ["--recursive", "--brief", "--no-dereference", Source, restored], variable: null, cancellationToken);
        var differences = diff.Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith($"Only in {restored}", StringComparison.Ordinal))
            .ToArray();
        if (diff.ExitCode > 1 || differences.Length > 0)
        {
            throw new ProgramFailedException("diff", diff.ExitCode, string.Join('\n', [diff.Error, .. differences.Take(5)]));
        }
    }

    /// <summary>What one wrote is not written to the disk while the next is measured.</summary>
    private static Task SettleAsync(CancellationToken cancellationToken) =>
        ProgramRun.RunAsync("sync", [], environment: null, cancellationToken);

    private string TargetOf(IVolumeTool tool) => folder.PathOf($"restored-by-{tool.Name}");

    private static void Add(
        Dictionary<(string Tool, string Step), List<double>> to, IVolumeTool tool, string step, double value)
    {
        if (!to.TryGetValue((tool.Name, step), out var values))
        {
            to.Add((tool.Name, step), values = []);
        }

        values.Add(value);
    }

    private static long BytesIn(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;
}
