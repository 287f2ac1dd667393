using Workflows.Activities.Tests.Restores.Support;
using Workflows.Core.Errors;
using Workflows.Durable;

namespace Workflows.Activities.Tests.Restores;

/// <summary>Who holds a restore's name in its store.</summary>
public sealed class RestoreNameTests : IDisposable
{
    private readonly RestoreRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_name_that_another_run_holds_is_refused_and_the_holder_is_named()
    {
        var documents = run.Documents(run.Spec(cluster: run.NoCluster()));
        await documents.TakeNameAsync("run@here", default);

        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => documents.TakeNameAsync("run@there", default));

        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Contains("run@here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_may_take_its_name_again()
    {
        var documents = run.Documents(run.Spec(cluster: run.NoCluster()));
        await documents.TakeNameAsync("run@here", default);

        await documents.TakeNameAsync("run@here", default);

        Assert.True(await documents.IsHeldByAsync("run@here", default));
    }

    [Fact]
    public async Task Cleaning_up_removes_what_this_run_holds_and_nothing_of_another()
    {
        var spec = run.Spec(cluster: run.NoCluster());
        var documents = run.Documents(spec, "plan");
        await documents.TakeNameAsync(run.Services.OwnerOf(new ActivityContext("run", "test")), default);
        await documents.WriteVolumesAsync(["pv"], default);

        Assert.False(await run.CleanUpAsync(spec, "another"));
        Assert.Equal(["pv"], await documents.ReadVolumesAsync(default));

        Assert.True(await run.CleanUpAsync(spec));
        Assert.Empty(Staged());
        await documents.TakeNameAsync("run@there", default);
    }

    private string[] Staged() => Directory.GetFiles(run.Folder, "*.json", SearchOption.AllDirectories);
}
