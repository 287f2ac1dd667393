using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Orchestrations.Tests.Backups;

/// <summary>A revision that is compacted under way: another is taken, and what is the same there is kept.</summary>
public sealed class CaptureRoundsTests
{
    private static readonly BackupSpec OneAtATime = new BackupFakes([]).Spec with { Window = 1 };

    [Fact]
    public async Task Parts_that_are_the_same_at_the_next_revision_are_kept_and_the_rest_is_read_there()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(4)) { Spec = OneAtATime };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number >= 2 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        // Part 3 was not begun at a revision that part 2 had found compacted.
        Assert.Equal(
            [(0, "100"), (1, "100"), (2, "100"), (2, "200"), (3, "200")],
            fakes.Activities.InputsOf(BackupNames.CapturePart).Select(input => (input.Part.Number, input.Revision)));
        Assert.Equal(["200", "200", "200", "200"], RevisionsOf(fakes));
    }

    [Fact]
    public async Task A_part_is_held_against_what_was_captured_of_it()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number == 1 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        var check = Assert.Single(fakes.Activities.InputsOf(BackupNames.CheckPart));
        Assert.Equal((0, "200", BackupFakes.Hash(0)), (check.Part.Number, check.Revision, check.Hash));
    }

    [Fact]
    public async Task A_part_that_has_changed_by_the_next_revision_is_read_again_there()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2))
        {
            Spec = OneAtATime,
            Check = _ => PartState.Changed,
        };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number == 1 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(
            [(0, "100"), (1, "100"), (0, "200"), (1, "200")],
            fakes.Activities.InputsOf(BackupNames.CapturePart).Select(input => (input.Part.Number, input.Revision)));
        Assert.Equal(4 - 2, fakes.Committed().Sum(part => part.Segments.Count));
    }

    [Fact]
    public async Task A_part_with_problems_is_read_again_without_a_look()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime };
        fakes.Capture = input => Task.FromResult((input.Revision, input.Part.Number) switch
        {
            ("100", 0) => BackupFakes.Captured(input) with { Problems = "problems-0" },
            ("100", _) => BackupFakes.Compacted(),
            _ => BackupFakes.Captured(input),
        });

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Empty(fakes.Activities.InputsOf(BackupNames.CheckPart));
        Assert.All(fakes.Committed(), part => Assert.Empty(part.Problems));
    }

    [Fact]
    public async Task A_revision_that_is_compacted_during_the_look_leads_to_yet_another_and_loses_nothing()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(3))
        {
            Spec = OneAtATime,
            Check = input => input.Revision == "200" ? PartState.Compacted : PartState.Unchanged,
        };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number == 2 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(
            [(0, "100"), (1, "100"), (2, "100"), (2, "300")],
            fakes.Activities.InputsOf(BackupNames.CapturePart).Select(input => (input.Part.Number, input.Revision)));
        Assert.Equal(["300", "300", "300"], RevisionsOf(fakes));
    }

    [Fact]
    public async Task All_parts_that_find_the_revision_compacted_share_the_next_one()
    {
        // All eight parts of the window read at 100 before any of them hears that it is gone.
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fakes = new BackupFakes(BackupFakes.SomeParts(30));
        fakes.Capture = async input =>
        {
            if (input.Revision != "100")
            {
                return BackupFakes.Captured(input);
            }

            if (Interlocked.Increment(ref arrived) == fakes.Spec.Window)
            {
                all.SetResult();
            }

            await all.Task;
            return BackupFakes.Compacted();
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Single(fakes.Activities.InputsOf(BackupNames.RenewPlan));
        Assert.All(RevisionsOf(fakes), revision => Assert.Equal("200", revision));
    }

    [Fact]
    public async Task Groups_that_were_not_begun_wait_for_the_next_revision_and_those_that_ended_are_looked_at_there()
    {
        // 48 parts to a group: five groups, of which the third finds the revision gone.
        var fakes = new BackupFakes(BackupFakes.SomeParts(200)) { Spec = OneAtATime };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number == 130 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(200, fakes.Committed().Count);
        Assert.All(RevisionsOf(fakes), revision => Assert.Equal("200", revision));
        var read = fakes.Activities.InputsOf(BackupNames.CapturePart);
        Assert.Equal(201, read.Count);
        Assert.Equal(
            read.Count(input => input.Revision == "100") - 1, fakes.Activities.InputsOf(BackupNames.CheckPart).Count);
    }

    [Fact]
    public async Task A_part_that_always_loses_its_revision_ends_in_the_report_and_the_rest_is_there()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2));
        fakes.Capture = input => Task.FromResult(
            input.Part.Number == 1 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        var parts = fakes.Committed();
        Assert.Single(parts[0].Segments);
        Assert.False(parts[0].Unreadable);
        Assert.Empty(parts[1].Segments);
        Assert.True(parts[1].Unreadable);
    }

    [Fact]
    public async Task What_no_revision_lives_long_enough_for_is_captured_at_several_in_the_end()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(3)) { Spec = OneAtATime };
        fakes.Capture = input => Task.FromResult(
            input.Part.Number == 2 && int.Parse(input.Revision, null) < 500
                ? BackupFakes.Compacted()
                : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        // The plan's last revision is 400; what was found unchanged there stays with it.
        Assert.Equal(["400", "400", "500"], RevisionsOf(fakes));
        Assert.Equal("400", fakes.Activities.InputsOf(BackupNames.CommitBackup)[^1].Plan.Revision);
    }

    [Fact]
    public async Task A_part_that_changed_and_can_be_read_at_no_later_revision_stays_as_it_was_captured()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime, Check = _ => PartState.Changed };
        fakes.Capture = input => Task.FromResult((input.Part.Number, input.Revision) switch
        {
            (0, "100") => BackupFakes.Captured(input),
            (1, "800") => BackupFakes.Captured(input),
            _ => BackupFakes.Compacted(),
        });

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(["100", "800"], RevisionsOf(fakes));
        Assert.All(fakes.Committed(), part => Assert.False(part.Unreadable));
        Assert.Single(fakes.Activities.InputsOf(BackupNames.CheckPart));
    }

    [Fact]
    public async Task A_part_that_changed_is_read_anew_in_the_end_where_it_can_be()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime, Check = _ => PartState.Changed };
        fakes.Capture = input => Task.FromResult((input.Part.Number, input.Revision) switch
        {
            (0, "100") => BackupFakes.Captured(input),
            (_, "500") => BackupFakes.Captured(input),
            _ => BackupFakes.Compacted(),
        });

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(["500", "500"], RevisionsOf(fakes));
    }

    [Fact]
    public async Task Groups_take_one_revision_for_what_is_left()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(200)) { Spec = OneAtATime };
        fakes.Capture = input => Task.FromResult(
            int.Parse(input.Revision, null) < 500 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Single(fakes.Activities.InputsOf(BackupNames.TakeRevision));
        Assert.All(RevisionsOf(fakes), revision => Assert.Equal("500", revision));
    }

    [Fact]
    public async Task A_part_without_a_list_left_is_empty_and_needs_no_look_at_the_cluster()
    {
        var fakes = new BackupFakes([.. BackupFakes.SomeParts(2).Select(part => part with { Slices = part.Number == 0 ? [] : part.Slices })]);

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(1, Assert.Single(fakes.Activities.InputsOf(BackupNames.CapturePart)).Part.Number);
        Assert.Equal([0, 1], fakes.Committed().Select(part => part.Segments.Count));
    }

    [Fact]
    public async Task A_part_that_lost_a_list_is_read_again_without_a_look()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime, RenewedPart = WithoutLists };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number == 1 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Empty(fakes.Activities.InputsOf(BackupNames.CheckPart));
        Assert.All(fakes.Committed(), part => Assert.Empty(part.Segments));
    }

    [Fact]
    public async Task What_was_captured_of_lists_that_have_left_a_part_since_is_not_kept_in_the_end_either()
    {
        // They may have come back in a part of their own, in another version of their kind. The third group is not
        // looked at again before the end, since the first always finds the revision gone.
        const int ThirdGroup = 2 * PartGroups.MaxParts;
        var fakes = new BackupFakes(BackupFakes.SomeParts(ThirdGroup + PartGroups.MaxParts + 1))
        {
            Spec = OneAtATime,
            RenewedPart = part => part.Number >= ThirdGroup ? WithoutLists(part) : part,
            Check = input => input.Part.Number == 0 ? PartState.Changed : PartState.Unchanged,
        };
        fakes.Capture = input => Task.FromResult((input.Part.Number, input.Revision) switch
        {
            (ThirdGroup + PartGroups.MaxParts, "100") => BackupFakes.Compacted(),
            (0, "200" or "300" or "400") => BackupFakes.Compacted(),
            _ => BackupFakes.Captured(input),
        });

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.All(
            fakes.Committed(), part => Assert.Equal(part.Number < ThirdGroup ? 1 : 0, part.Segments.Count));
    }

    [Fact]
    public async Task Where_each_list_may_show_its_own_moment_what_was_captured_is_kept_without_a_look()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime with { OneRevision = false } };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number == 1 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Empty(fakes.Activities.InputsOf(BackupNames.CheckPart));
        Assert.Equal(
            [(0, "100"), (1, "100"), (1, "200")],
            fakes.Activities.InputsOf(BackupNames.CapturePart).Select(input => (input.Part.Number, input.Revision)));
    }

    [Fact]
    public async Task A_plan_cut_from_scratch_keeps_nothing_of_what_was_captured_before()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime, KeepsParts = false };
        fakes.Capture = input => Task.FromResult(
            input.Revision == "100" && input.Part.Number == 1 ? BackupFakes.Compacted() : BackupFakes.Captured(input));

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Empty(fakes.Activities.InputsOf(BackupNames.CheckPart));
        Assert.Equal(["200", "200"], RevisionsOf(fakes));
    }

    [Fact]
    public async Task What_vanished_from_the_store_before_the_commit_is_captured_once_more()
    {
        var commits = 0;
        var fakes = new BackupFakes(BackupFakes.SomeParts(2)) { Spec = OneAtATime };
        fakes.Commit = input => commits++ == 0 ? null : BackupFakes.SummaryOf(input);

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(
            [(0, "100"), (1, "100"), (0, "200"), (1, "200")],
            fakes.Activities.InputsOf(BackupNames.CapturePart).Select(input => (input.Part.Number, input.Revision)));
    }

    [Fact]
    public async Task A_store_that_keeps_nothing_ends_the_backup_with_a_sentence()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1)) { Commit = _ => null };

        var run = await fakes.RunAsync();

        Assert.Equal(OrchestrationStatus.Failed, run.State.Status);
        Assert.Contains("vanished from the store", run.State.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("CleanUpBackup", fakes.Activities.Calls[^1]);
    }

    private static IEnumerable<string> RevisionsOf(BackupFakes fakes) =>
        fakes.Committed().Select(part => part.Revision);

    private static CapturePart WithoutLists(CapturePart part) => part with { Slices = [] };
}
