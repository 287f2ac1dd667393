using Workflows.Activities.Hooks;
using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Durable;
using Workflows.Orchestrations.Hooks;

namespace Workflows.Activities.Tests.Hooks;

/// <summary>What is decided about a hook without asking a cluster: there is none here.</summary>
public sealed class RunHookTests : IDisposable
{
    private static readonly ActivityContext Context = new("run", "test");
    private static readonly HookPlan Plan = new("found", 1);

    private readonly DirectoryInfo store = Directory.CreateTempSubdirectory("workflows-hooks-");
    private readonly ActivityServices services = new(TimeProvider.System) { LongestHook = TimeSpan.FromMinutes(3) };

    public void Dispose()
    {
        services.Dispose();
        store.Delete(recursive: true);
    }

    [Theory]
    [InlineData(HookOnError.Fail, ProblemSeverity.Error)]
    [InlineData(HookOnError.Continue, ProblemSeverity.Warning)]
    public async Task A_hook_that_may_take_longer_than_its_host_lets_it_is_refused(HookOnError onError, ProblemSeverity severity)
    {
        await FoundAsync(new ExecHook(null, ["freeze"], onError, TimeSpan.FromMinutes(10)));

        var result = await RunAsync(new(Spec, Plan, HookMoment.Pre, 0));

        Assert.Equal(severity == ProblemSeverity.Error, result.Failed);
        var report = await HookReport.ReadAsync(services, Spec, Plan, default);
        var problem = Assert.Single(report.Problems);
        Assert.Equal(severity, problem.Severity);
        Assert.Contains("It may take 600 s, and this host can run a hook for 180 s at most", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_outcome_of_a_hook_is_the_one_that_counts()
    {
        await FoundAsync(new ExecHook(null, ["freeze"], HookOnError.Fail, TimeSpan.FromMinutes(10)));

        await RunAsync(new HookRun(Spec, Plan, HookMoment.Pre, 0) { Unreached = "The server does not answer." });
        await RunAsync(new(Spec, Plan, HookMoment.Pre, 0));

        var outcome = Assert.Single((await HookReport.ReadAsync(services, Spec, Plan, default)).Outcomes);
        Assert.Contains("The server does not answer.", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_without_a_hook_of_the_moment_has_nothing_to_run()
    {
        await FoundAsync(new ExecHook(null, ["freeze"], HookOnError.Fail, TimeSpan.FromSeconds(1)));

        Assert.Equal(new(Ran: false, Failed: false), await RunAsync(new(Spec, Plan, HookMoment.Post, 0)));
        Assert.Empty((await HookReport.ReadAsync(services, Spec, Plan, default)).Outcomes);
    }

    [Fact]
    public async Task Each_hook_of_a_pod_has_an_outcome_of_its_own_and_says_whether_there_is_another()
    {
        var hook = new ExecHook(null, ["freeze"], HookOnError.Fail, TimeSpan.FromMinutes(10)) { Rule = "databases" };
        await FoundAsync(hook, hook with { Container = "sidecar" });

        Assert.True((await RunAsync(new(Spec, Plan, HookMoment.Pre, 0))).HasNext);
        Assert.False((await RunAsync(new(Spec, Plan, HookMoment.Pre, 0) { Hook = 1 })).HasNext);

        var report = await HookReport.ReadAsync(services, Spec, Plan, default);
        Assert.Equal([null, "sidecar"], report.Outcomes.Select(outcome => outcome.Container));
        Assert.All(report.Outcomes, outcome => Assert.Equal(["freeze"], outcome.Command));
        Assert.All(report.Problems, problem => Assert.StartsWith("Pre hook databases of pod db-0: ", problem.Message, StringComparison.Ordinal));
    }

    private BackupSpec Spec => new()
    {
        Name = "hooked",
        Cluster = new(["/nowhere"], null),
        Store = store.FullName,
        IncludeSecrets = false,
    };

    private Task FoundAsync(params ExecHook[] pre) => HookDocuments.Create(services, Spec, Plan.PlanId).WritePlanAsync(
        [new("shop", "db-0", "uid", pre, [])], [], default);

    private Task<HookRunResult> RunAsync(HookRun run) => new RunHookActivity(services).RunAsync(Context, run, default);
}
