namespace Workflows.Core.Hooks;

/// <summary>The hooks of one pod.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Uid">Its identity: a later pod of the name has nothing to undo.</param>
/// <param name="Pre">What runs before; null for nothing.</param>
/// <param name="Post">What runs after, whether <see cref="Pre"/> succeeded or not; null for nothing.</param>
public sealed record PodHooks(string Namespace, string Pod, string Uid, ExecHook? Pre, ExecHook? Post)
{
    /// <summary>The hook of a moment; null for none.</summary>
    public ExecHook? At(HookMoment moment) => moment == HookMoment.Pre ? Pre : Post;
}
