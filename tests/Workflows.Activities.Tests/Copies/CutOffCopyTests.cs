using System.Runtime.Versioning;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Orchestrations.Copies;

namespace Workflows.Activities.Tests.Copies;

/// <summary>A copy whose process dies, at each write of it, and goes on.</summary>
[SupportedOSPlatform("linux")]
public sealed class CutOffCopyTests : IDisposable
{
    private readonly CopyBench bench = new();
    private readonly List<string> written = [];
    private string? accepted;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_copy_goes_on_wherever_it_was_cut_off_and_is_seen_only_when_it_is_whole()
    {
        await bench.MakeAsync("nightly");
        var expected = await CopyBench.FilesAsync(bench.From);
        for (var step = 0; ; step++)
        {
            var input = CopyBench.Input("nightly");
            var isCutOff = await CutOffAsync(step, () => RunAsync(input));
            await bench.OnTargetAsync(null);
            var isSeen = await new BackupCatalog(bench.To).FindAsync("nightly") is not null;
            var there = await CopyBench.FilesAsync(bench.To);
            Assert.Equal(isSeen, expected.All(file => there.ContainsKey(file.Key)));

            bench.Restart();
            await RunAsync(input);

            var copied = await CopyBench.FilesAsync(bench.To);
            Assert.Equal(expected.Keys.Append(ArchiveLayout.Copy("nightly")).Order(StringComparer.Ordinal), copied.Keys.Order(StringComparer.Ordinal));
            Assert.All(expected, file => Assert.Equal(file.Value, copied[file.Key]));
            await ClearAsync();
            if (!isCutOff)
            {
                Assert.True(step > 15, $"The copy was cut off in {step} places only.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_copy_that_is_given_up_wherever_it_was_cut_off_leaves_nothing()
    {
        await bench.MakeAsync("nightly");
        for (var step = 0; ; step++)
        {
            var input = CopyBench.Input("nightly");
            string? plan = null;
            var isCutOff = await CutOffAsync(step, async () =>
            {
                await bench.ReserveAsync(input);
                plan = (await bench.PlanAsync(input)).Name;
                await bench.CopyFilesAsync(input, plan);
            });
            await bench.OnTargetAsync(null);

            await bench.CleanUpAsync(input, plan);

            Assert.Empty(await CopyBench.FilesAsync(bench.To));
            if (!isCutOff)
            {
                Assert.True(step > 8, $"The copy was cut off in {step} places only.");
                return;
            }
        }
    }

    [Fact]
    public async Task What_was_copied_before_it_was_cut_off_is_not_copied_again()
    {
        await bench.MakeAsync("nightly");
        var input = CopyBench.Input("nightly");
        await bench.ReserveAsync(input);
        var plan = await bench.PlanAsync(input);
        await CutOffAsync(3, async () => await bench.CopyFilesAsync(input, plan.Name));
        await CutOffAsync(int.MaxValue, async () => await bench.CopyFilesAsync(input, plan.Name));

        Assert.True(written.Count >= plan.Missing.Files);
        Assert.Equal(written.Count, written.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Calls_of_no_time_each_do_a_little_and_come_to_the_end()
    {
        await bench.MakeAsync("nightly");
        bench.Restart(budget: TimeSpan.Zero);
        var input = CopyBench.Input("nightly");
        await bench.ReserveAsync(input);
        var plan = await bench.PlanAsync(input);

        var (calls, copied) = (0, 0L);
        for (CopyPosition? next = new(0, 0, 0); next is not null; calls++)
        {
            var result = await bench.CopyFilesAsync(input, plan.Name, next);
            (next, copied) = (result.Next, copied + result.Copied.Files);
        }

        Assert.InRange(calls, 2, 10);
        Assert.Equal(plan.Missing.Files, copied);
        Assert.Null(await bench.CommitAsync(input, plan.Name));
    }

    /// <summary>As the orchestration calls them, which remembers the plan.</summary>
    private async Task RunAsync(CopyInput input)
    {
        if (!(await bench.ReserveAsync(input)).IsThere)
        {
            accepted = (await bench.PlanAsync(input)).Name;
            await bench.CopyFilesAsync(input, accepted);
            await bench.CommitAsync(input, accepted);
        }

        await bench.CleanUpAsync(input, accepted);
    }

    /// <returns>Whether it was, at the write of that number.</returns>
    private async Task<bool> CutOffAsync(int step, Func<Task> work)
    {
        var (left, isCutOff) = (step, false);
        await bench.OnTargetAsync((operation, path) =>
        {
            if (operation is "write" or "stage" or "commit" or "delete")
            {
                if (isCutOff || left-- == 0)
                {
                    isCutOff = true;
                    throw new IOException("killed");
                }

                lock (written)
                {
                    written.Add(path);
                }
            }

            return Task.CompletedTask;
        });
        var failed = await Record.ExceptionAsync(work);
        Assert.Equal(isCutOff, failed is not null);
        return isCutOff;
    }

    private async Task ClearAsync()
    {
        written.Clear();
        var data = await CopyBench.ContainerAsync(bench.To);
        foreach (var store in new[] { bench.To.Inner, data.Inner })
        {
            foreach (var path in store.Snapshot().Keys)
            {
                store.Remove(path);
            }
        }
    }
}
