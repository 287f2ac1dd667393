using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Tests.Backups;

namespace Workflows.Orchestrations.Tests.Hooks;

public sealed class BackupHookTests
{
    [Fact]
    public async Task All_pre_hooks_run_before_the_moment_is_taken_and_all_post_hooks_right_after()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1)) { Hooks = new("hooks", 3) };

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(
            [
                "ReserveBackup", "FindHooks", "RunHook", "RunHook", "RunHook", "PlanBackup", "RunHook", "RunHook", "RunHook",
                "ReadPlanGroup", "CapturePart", "RecordGroup", "CommitBackup", "CleanUpBackup",
            ],
            fakes.Activities.Calls);
        var runs = fakes.Activities.InputsOf(HookNames.RunHook);
        Assert.All(runs.Take(3), run => Assert.Equal(HookMoment.Pre, run.Moment));
        Assert.All(runs.Skip(3), run => Assert.Equal(HookMoment.Post, run.Moment));
        Assert.Equal([0, 1, 2], runs.Take(3).Select(run => run.Pod).Order());
        Assert.Equal(fakes.Hooks, Assert.Single(fakes.Activities.InputsOf(BackupNames.CommitBackup)).Hooks);
    }

    [Fact]
    public async Task A_pre_hook_that_fails_keeps_neither_the_backup_nor_its_post_hook_from_running()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1))
        {
            Hooks = new("hooks", 1),
            Hook = run => new(Ran: true, Failed: run.Moment == HookMoment.Pre),
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(HookMoment.Post, fakes.Activities.InputsOf(HookNames.RunHook)[^1].Moment);
    }

    [Fact]
    public async Task The_rules_of_hooks_are_carried_only_where_they_are_needed()
    {
        var plain = new BackupFakes(BackupFakes.SomeParts(1));
        var fakes = new BackupFakes(plain.Parts)
        {
            Spec = plain.Spec with { Hooks = [new() { Name = "all", Pre = [new(null, ["freeze"], HookOnError.Fail, ExecHook.DefaultTimeout)] }] },
            Hooks = new("hooks", 1),
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Single(Assert.Single(fakes.Activities.InputsOf(HookNames.FindHooks)).Spec.Hooks);
        Assert.All(fakes.Activities.InputsOf(HookNames.RunHook), run => Assert.Empty(run.Spec.Hooks));
        Assert.All(fakes.Activities.InputsOf(BackupNames.CapturePart), input => Assert.Empty(input.Spec.Hooks));
    }

    [Fact]
    public async Task A_pod_s_hooks_run_one_after_another_and_after_a_failed_pre_hook_no_other_pre_hook_does()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1))
        {
            Hooks = new("hooks", 1),
            Hook = run => new(Ran: true, Failed: run.Hook == 1) { HasNext = run.Hook < 2 },
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        Assert.Equal(
            [(HookMoment.Pre, 0), (HookMoment.Pre, 1), (HookMoment.Post, 0), (HookMoment.Post, 1), (HookMoment.Post, 2)],
            fakes.Activities.InputsOf(HookNames.RunHook).Select(run => (run.Moment, run.Hook)));
    }

    [Fact]
    public async Task Post_hooks_run_when_the_moment_could_not_be_taken()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1))
        {
            Hooks = new("hooks", 2),
            Plan = _ => throw new WorkflowsException(ErrorKind.Denied, "Nothing may be listed."),
        };

        await fakes.RunAsync();

        Assert.Equal(2, fakes.Activities.InputsOf(HookNames.RunHook).Count(run => run.Moment == HookMoment.Post));
        Assert.Equal("CleanUpBackup", fakes.Activities.Calls[^1]);
    }

    [Fact]
    public async Task A_hook_that_can_not_be_reached_is_told_with_the_reason_and_the_rest_goes_on()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1))
        {
            Hooks = new("hooks", 2),
            Hook = run => run is { Pod: 0, Unreached: null }
                ? throw new WorkflowsException(ErrorKind.Unavailable, "The server does not answer.")
                : new(Ran: true, Failed: run.Unreached is not null),
        };

        (await fakes.RunAsync()).Result<BackupSummary>();

        var told = fakes.Activities.InputsOf(HookNames.RunHook).Where(run => run.Unreached is not null).ToArray();
        Assert.Equal([HookMoment.Pre, HookMoment.Post], told.Select(run => run.Moment));
        Assert.All(told, run => Assert.Contains("The server does not answer.", run.Unreached, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_without_hooks_does_not_look_for_any()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1));
        var without = new BackupFakes(fakes.Parts) { Spec = fakes.Spec with { RunHooks = false }, Hooks = new("hooks", 2) };

        (await without.RunAsync()).Result<BackupSummary>();

        Assert.DoesNotContain("FindHooks", without.Activities.Calls);
        Assert.DoesNotContain("RunHook", without.Activities.Calls);
    }

    [Fact]
    public async Task Each_of_a_thousand_pods_has_its_hook_run_once()
    {
        var fakes = new BackupFakes(BackupFakes.SomeParts(1)) { Hooks = new("hooks", 1_001) };

        (await fakes.RunAsync()).Result<BackupSummary>();

        var before = fakes.Activities.InputsOf(HookNames.RunHook).Where(run => run.Moment == HookMoment.Pre);
        Assert.Equal(Enumerable.Range(0, 1_001), before.Select(run => run.Pod).Order());
    }
}
