using System.Globalization;
using Workflows.Benchmarks.Measuring;
using Workflows.Benchmarks.Running;
using Workflows.Benchmarks.Volumes.Trees;

namespace Workflows.Benchmarks.Volumes;

/// <summary>
/// Eight volumes backed up by eight processes at once, as eight movers would, beside the same one after the other, and
/// beside the same bytes copied by eight <c>cp</c> and flushed: the disk's own limit.
/// </summary>
internal sealed class EightVolumes(BenchmarkContext context, WorkflowsVolumes workflows, TemporaryFolder folder)
{
    private const int Volumes = 8;
    private const string AtOnce = "at once";
    private const string InTurn = "in turn";
    private const string Copied = "copied";

    public async Task<Measurement> RunAsync(CancellationToken cancellationToken)
    {
        var tree = new FileTree("eighth", context.Options.Sized(250), 1 << 20);
        foreach (var volume in Enumerable.Range(0, Volumes))
        {
            tree.Make(Directory.CreateDirectory(SourceOf(volume)).FullName);
        }

        var contest = await Contest.RunAsync(
            context.RoundsOr(3),
            cancellationToken,
            (AtOnce, () => TakeAsync(Volumes, BackUp)),
            (InTurn, () => TakeAsync(1, BackUp)),
            (Copied, () => TakeAsync(Volumes, Copy)));
        return contest.Compare("volumes/eight", AtOnce, InTurn, 1) with
        {
            ClientCpuPerObject = null,
            BaselineCpuPerObject = null,
            ServerCpu = null,
            BaselineServerCpu = null,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{Volumes} times {tree.Description}, by {Volumes} processes at once, beside one after the other; {Volumes} cp at once and a flush take {contest.Seconds(Copied):0.00} s"),
        };

        async Task<Sample> TakeAsync(int atOnce, Func<int, ProgramRun> start)
        {
            await workflows.ForgetAsync(cancellationToken);
            if (Directory.Exists(CopiesIn))
            {
                Directory.Delete(CopiesIn, recursive: true);
            }

            Directory.CreateDirectory(CopiesIn);
            await ProgramRun.RunAsync("sync", [], environment: null, cancellationToken);
            return await Sample.TakeAsync(async () =>
            {
                await Parallel.ForEachAsync(
                    Enumerable.Range(0, Volumes),
                    new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                    async (volume, token) =>
                    {
                        using var run = start(volume);
                        await run.SucceedAsync(token);
                    });
                await ProgramRun.RunAsync("sync", [], environment: null, cancellationToken);
            });
        }
    }

    private string CopiesIn => folder.PathOf("copies");

    private string SourceOf(int volume) => folder.PathOf(Path.Combine("eight", $"volume-{volume}"));

    private ProgramRun BackUp(int volume) => workflows.StartBackup($"volume-{volume}", SourceOf(volume));

    private ProgramRun Copy(int volume) =>
        ProgramRun.Start("cp", ["--recursive", "--reflink=never", SourceOf(volume), CopiesIn]);
}
