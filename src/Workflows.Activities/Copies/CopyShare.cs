using Workflows.Archive.Copying;
using Workflows.Core.Copies;
using Workflows.Orchestrations.Copies;

namespace Workflows.Activities.Copies;

/// <summary>Goes through a share of a plan's files, and counts what it does.</summary>
/// <param name="run">The copy.</param>
/// <param name="services">The clock, and how long it may take.</param>
internal sealed class CopyShare(CopyRun run, ActivityServices services)
{
    /// <summary>How many small files are on their way at once: what each holds in memory is a pack at most.</summary>
    private const int AtOnce = 4;

    /// <summary>How many are begun before the clock is looked at.</summary>
    private const int Batch = 16;

    private readonly long startedAt = services.Time.GetTimestamp();
    private readonly Lock gate = new();
    private CopyCounts copied;
    private CopyCounts found;
    private long directBytes;

    public async Task<CopiedFiles> RunAsync(CopyFilesInput input, CancellationToken cancellationToken)
    {
        var groups = await run.Target.Staging.ListAsync(CopyRun.GroupsOf(input.Plan), cancellationToken)
            .Where((_, number) => number % input.Lanes == input.Lane)
            .ToListAsync(cancellationToken);
        var at = input.From;
        while (at.Group < groups.Count)
        {
            var files = await run.Target.Staging.ReadAsync<CopyFile[]>(groups[at.Group], cancellationToken);
            while (at.File < files.Length)
            {
                at = await StepAsync(files, at, cancellationToken);
                if (services.Time.GetElapsedTime(startedAt) >= services.Budget)
                {
                    return new CopiedFiles(at, copied, found, directBytes);
                }
            }

            at = new(at.Group + 1, 0, 0);
        }

        return new CopiedFiles(Next: null, copied, found, directBytes);
    }

    private async Task<CopyPosition> StepAsync(CopyFile[] files, CopyPosition at, CancellationToken cancellationToken)
    {
        if (!FileCopy.IsSmall(files[at.File]))
        {
            return await CopyPartAsync(files[at.File], at, cancellationToken);
        }

        CopyFile[] batch = [.. files.Skip(at.File).Take(Batch).TakeWhile(FileCopy.IsSmall)];
        await Parallel.ForEachAsync(
            batch,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (file, token) => await CopyAsync(file, token));
        return at with { File = at.File + batch.Length };
    }

    private async Task CopyAsync(CopyFile file, CancellationToken cancellationToken)
    {
        var files = await run.FilesOf(file.Container);
        var isThere = await files.IsThereAsync(file, cancellationToken);
        if (!isThere)
        {
            Interlocked.Add(ref directBytes, await files.CopyAsync(file, cancellationToken));
        }

        Count(file, isThere);
    }

    /// <summary>The next part of a file; behind the last, the file is made of them.</summary>
    private async Task<CopyPosition> CopyPartAsync(CopyFile file, CopyPosition at, CancellationToken cancellationToken)
    {
        var files = await run.FilesOf(file.Container);
        var isThere = at.Span == 0 && await files.IsThereAsync(file, cancellationToken);
        if (!isThere && at.Span < FileCopy.SpansOf(file))
        {
            directBytes += await files.StageAsync(file, at.Span, cancellationToken);
            return at with { Span = at.Span + 1 };
        }

        if (!isThere && !await files.CommitAsync(file, cancellationToken))
        {
            return at with { Span = 0 };
        }

        Count(file, isThere);
        return at with { File = at.File + 1, Span = 0 };
    }

    private void Count(CopyFile file, bool isThere)
    {
        lock (gate)
        {
            var one = new CopyCounts(1, file.Length);
            (copied, found) = isThere ? (copied, found + one) : (copied + one, found);
        }
    }
}
