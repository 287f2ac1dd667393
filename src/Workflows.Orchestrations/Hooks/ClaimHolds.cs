using Workflows.Core.Hooks;
using Workflows.Core.Volumes;
using Workflows.Durable;

namespace Workflows.Orchestrations.Hooks;

/// <summary>
/// What hooks hold still while the claims of a group are moved, and lets each go as soon as the claims are done that it is
/// held for. It never fails: what could not be let go here is at the end of the backup's bracket.
/// </summary>
internal sealed class ClaimHolds
{
    /// <summary>How many commands are under way at once.</summary>
    private const int Window = 16;

    private readonly OrchestrationContext context;
    private readonly HookScope? hooks;
    private readonly List<(HashSet<ClaimName> Awaited, IReadOnlyList<int> Pods)> held = [];
    private readonly List<Task> under = [];

    private ClaimHolds(OrchestrationContext context, HookScope? hooks)
    {
        this.context = context;
        this.hooks = hooks;
    }

    /// <summary>Reads who is held for claims of a group, and lets go who is held for none that is still to come.</summary>
    /// <param name="context">The group's orchestration.</param>
    /// <param name="hooks">The backup's hooks; null for none.</param>
    /// <param name="readAsync">Reads what is held.</param>
    public static async Task<ClaimHolds> BeginAsync(
        OrchestrationContext context, HookScope? hooks, Func<Task<IReadOnlyList<HookRelease>>> readAsync)
    {
        var holds = new ClaimHolds(context, hooks);
        if (hooks is not null)
        {
            foreach (var release in await readAsync())
            {
                holds.held.Add(([.. release.Claims], release.Pods));
            }

            holds.FreeDone();
        }

        return holds;
    }

    /// <summary>Takes note that a claim is done, however that went.</summary>
    public void Done(ClaimName claim)
    {
        foreach (var (awaited, _) in held)
        {
            awaited.Remove(claim);
        }

        FreeDone();
    }

    /// <summary>Waits for the hooks that were begun.</summary>
    public async Task EndAsync()
    {
        foreach (var task in under)
        {
            await task;
        }
    }

    private void FreeDone()
    {
        foreach (var (_, pods) in held.Where(hold => hold.Awaited.Count == 0))
        {
            under.Add(FreeAsync(pods));
        }

        held.RemoveAll(hold => hold.Awaited.Count == 0);
    }

    private async Task FreeAsync(IReadOnlyList<int> pods)
    {
        try
        {
            await FanOut.RunAsync(pods, Window, pod => PodHookRuns.RunAsync(context, hooks!, HookMoment.Post, pod));
        }
        catch (TaskFailedException)
        {
            // The store can't be written to. The end of the bracket tries once more, and is heard of.
        }
    }
}
