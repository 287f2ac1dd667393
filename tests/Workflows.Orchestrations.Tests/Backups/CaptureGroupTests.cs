using Workflows.Core.Backups;
using Workflows.Orchestrations.Backups;

namespace Workflows.Orchestrations.Tests.Backups;

public sealed class CaptureGroupTests
{
    [Fact]
    public async Task Parts_begin_in_the_order_of_the_plan()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(40))
        {
            Spec = new BackupFakes([]).Spec with { Window = 1 },
        };

        await fakes.RunAsync();

        Assert.Equal(
            Enumerable.Range(0, 40),
            fakes.Activities.InputsOf(BackupNames.CapturePart).Select(input => input.Part.Number));
    }

    [Fact]
    public async Task No_more_parts_are_under_way_than_the_window_allows_and_it_is_used()
    {
        const int Window = 3;
        var (under, most) = (0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fakes = new BackupFakes(BackupFakes.SomeParts(20))
        {
            Spec = new BackupFakes([]).Spec with { Window = Window },
        };
        fakes.Capture = async input =>
        {
            var now = Interlocked.Increment(ref under);
            InterlockedMax(ref most, now);
            if (now == Window)
            {
                full.TrySetResult();
            }

            // Nobody ends before the window was full once: that it can be filled is half of what is asked here.
            await full.Task;
            await Task.Yield();
            Interlocked.Decrement(ref under);
            return BackupFakes.Captured(input);
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(Window, most);
    }

    [Fact]
    public async Task A_part_goes_on_where_the_last_activity_stopped_with_a_segment_of_its_own_each_time()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2));
        fakes.Capture = input => Task.FromResult(BackupFakes.Captured(input, (input.Part.Number, input.From.Continue) switch
        {
            (0, null) => new(0, "page-2"),
            (0, "page-2") => new(0, "page-3"),
            _ => null,
        }));

        (await fakes.RunAsync()).Result<BackupSummary>();

        var first = fakes.Activities.InputsOf(BackupNames.CapturePart).Where(input => input.Part.Number == 0).ToArray();
        Assert.Equal([null, "page-2", "page-3"], first.Select(input => input.From.Continue));
        var segments = fakes.Committed().SelectMany(part => part.Segments).Select(segment => segment.Part).ToArray();
        Assert.Equal(4, segments.Length);
        Assert.Equal(segments.Distinct(), segments);
    }

    [Fact]
    public async Task A_part_whose_revision_was_compacted_is_read_again_whole_and_what_it_had_is_dropped()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1));
        fakes.Capture = input => Task.FromResult((input.Revision, input.From.Continue) switch
        {
            ("100", null) => BackupFakes.Captured(input, new(0, "page-2")),
            ("100", _) => BackupFakes.Compacted(),
            _ => BackupFakes.Captured(input),
        });

        (await fakes.RunAsync()).Result<BackupSummary>();

        var again = fakes.Activities.InputsOf(BackupNames.CapturePart)[^1];
        Assert.Equal(("200", new CapturePoint(0, null)), (again.Revision, again.From));
        var part = Assert.Single(fakes.Committed());
        Assert.Single(part.Segments);
        Assert.Equal("200", part.Revision);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value
            && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
