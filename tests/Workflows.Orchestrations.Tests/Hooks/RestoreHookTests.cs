using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Core.Restores;
using Workflows.Orchestrations.Hooks;
using Workflows.Orchestrations.Restores;
using Workflows.Orchestrations.Tests.Hosting;
using Workflows.Orchestrations.Tests.Restores;

namespace Workflows.Orchestrations.Tests.Hooks;

/// <summary>Hooks in what a restore brought.</summary>
public sealed class RestoreHookTests
{
    private readonly RestoreFakes restore = new(RestoreFakes.Wave(0, 1)) { Planned = plan => plan with { MayHaveHooks = true } };

    private Func<FindRestoreHooksInput, RestoreHookLook> find = input => new(new("look", 1), Missing: 0);
    private Func<RestoreHookRun, int, HookSight> look = (_, _) => Runs;
    private Func<RestoreHookRun, HookRunResult> run = _ => new(Ran: true, Failed: false);
    private int looks;

    private static HookSight Runs { get; } = new(IsWaiting: false, TimeSpan.FromMinutes(10), null);

    [Fact]
    public async Task They_run_when_all_is_there_and_before_it_is_compared()
    {
        (await RunAsync()).Result<RestoreSummary>();

        Assert.Equal(
            [
                "PlanRestore", "RestoreChunk", "RecordRestored", "FindRestoreHooks", "LookAtHookedPod", "RunRestoreHook",
                "CompareChunk", "FinishRestore", "CleanUpRestore",
            ],
            restore.Activities.Calls.Where(call => call != "RecordCompared"));
        var finish = Assert.Single(restore.Activities.InputsOf(RestoreNames.FinishRestore));
        Assert.Equal(new("look", 1), Assert.Single(finish.Hooks!.Plans));
        Assert.Equal("look", finish.Hooks.LastLook);
    }

    [Fact]
    public async Task A_restore_that_brings_no_pods_looks_for_none()
    {
        var bare = new RestoreFakes(RestoreFakes.Wave(0, 1));

        (await bare.RunAsync()).Result<RestoreSummary>();

        Assert.DoesNotContain("FindRestoreHooks", bare.Activities.Calls);
    }

    [Fact]
    public async Task Pods_that_come_later_are_found_and_each_once()
    {
        find = input => input.Known.Count switch
        {
            0 => new(new("first", 1), Missing: 1),
            1 => new(new("second", 1), Missing: 0),
            _ => throw new InvalidOperationException("All have come."),
        };

        (await RunAsync()).Result<RestoreSummary>();

        Assert.Equal(["first", "second"], restore.Activities.InputsOf(HookNames.RunRestoreHook).Select(input => input.Plan.PlanId).Order());
    }

    [Fact]
    public async Task Pods_that_never_come_are_not_awaited_for_ever()
    {
        var asked = 0;
        find = _ => new(new($"look-{asked++}", 0), Missing: 2);

        (await RunAsync()).Result<RestoreSummary>();

        var finish = Assert.Single(restore.Activities.InputsOf(RestoreNames.FinishRestore));
        Assert.Empty(finish.Hooks!.Plans);
        Assert.Equal($"look-{asked - 1}", finish.Hooks.LastLook);
        Assert.InRange(asked, 8, 60);
    }

    [Fact]
    public async Task A_hook_waits_for_its_container_and_then_runs()
    {
        look = (_, number) => number < 5 ? new(IsWaiting: true, TimeSpan.FromMinutes(10), "Container main did not run.") : Runs;

        (await RunAsync()).Result<RestoreSummary>();

        Assert.Null(Assert.Single(restore.Activities.InputsOf(HookNames.RunRestoreHook)).Unreached);
        Assert.Equal(5, looks);
    }

    [Fact]
    public async Task A_container_that_does_not_come_in_time_is_told()
    {
        look = (_, _) => new(IsWaiting: true, TimeSpan.FromMinutes(3), "Container main was not ready.");

        (await RunAsync()).Result<RestoreSummary>();

        Assert.Equal(
            "It was waited for 180 s. Container main was not ready.",
            Assert.Single(restore.Activities.InputsOf(HookNames.RunRestoreHook)).Unreached);
    }

    [Fact]
    public async Task A_pod_s_hooks_run_one_after_another_until_one_fails()
    {
        run = input => new(Ran: true, Failed: input.Hook == 1) { HasNext = true };

        (await RunAsync()).Result<RestoreSummary>();

        Assert.Equal([0, 1], restore.Activities.InputsOf(HookNames.RunRestoreHook).Select(input => input.Hook));
    }

    [Fact]
    public async Task A_hook_that_can_not_be_reached_is_told_with_the_reason()
    {
        run = input => input.Unreached is null
            ? throw new WorkflowsException(ErrorKind.Unavailable, "The server does not answer.")
            : new(Ran: true, Failed: true);

        (await RunAsync()).Result<RestoreSummary>();

        Assert.Equal("The server does not answer.", restore.Activities.InputsOf(HookNames.RunRestoreHook)[^1].Unreached);
    }

    [Fact]
    public async Task Where_pods_can_not_be_looked_for_the_restore_says_so_and_goes_on()
    {
        find = _ => throw new WorkflowsException(ErrorKind.Denied, "Pods may not be listed.");

        (await RunAsync()).Result<RestoreSummary>();

        Assert.Equal("Pods may not be listed.", Assert.Single(restore.Activities.InputsOf(RestoreNames.FinishRestore)).Hooks!.Failure);
        Assert.Contains("CompareChunk", restore.Activities.Calls);
    }

    [Fact]
    public async Task The_rules_of_hooks_are_carried_only_where_they_are_needed()
    {
        var exec = new ExecHook(null, ["load"], HookOnError.Fail, ExecHook.DefaultTimeout);
        var rule = new HookRule { Name = "all", Restored = [exec] };
        var ruled = new RestoreFakes(RestoreFakes.Wave(0, 1))
        {
            Planned = plan => plan with { MayHaveHooks = true },
            Spec = RestoreFakes.Default with { Hooks = [rule, rule with { Name = "init", Init = [new("{}")] }] },
        };
        Register(ruled);

        (await ruled.RunAsync()).Result<RestoreSummary>();

        Assert.Equal(2, Assert.Single(ruled.Activities.InputsOf(HookNames.FindRestoreHooks)).Spec.Hooks.Count);
        Assert.Empty(Assert.Single(ruled.Activities.InputsOf(HookNames.RunRestoreHook)).Spec.Hooks);
        var restored = Assert.Single(Assert.Single(ruled.Activities.InputsOf(RestoreNames.RestoreChunk)).Spec.Hooks);
        Assert.Equal(("init", 0), (restored.Name, restored.Restored.Count));
        Assert.Equal(2, Assert.Single(ruled.Activities.InputsOf(RestoreNames.FinishRestore)).Spec.Hooks.Count);
    }

    private Task<Run> RunAsync()
    {
        Register(restore);
        return restore.RunAsync();
    }

    private void Register(RestoreFakes fakes) => fakes.Activities
        .On(HookNames.FindRestoreHooks, input => find(input))
        .On(HookNames.LookAtHookedPod, input => look(input, Interlocked.Increment(ref looks)))
        .On(HookNames.RunRestoreHook, input => run(input));
}
