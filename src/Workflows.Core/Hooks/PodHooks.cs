namespace Workflows.Core.Hooks;

/// <summary>The hooks of one pod, in the order in which they run.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Uid">Its identity: a later pod of the name has nothing to undo.</param>
/// <param name="Pre">What runs before the moment that a backup shows.</param>
/// <param name="Post">What runs after it, whether <see cref="Pre"/> succeeded or not.</param>
public sealed record PodHooks(
    string Namespace, string Pod, string Uid, IReadOnlyList<ExecHook> Pre, IReadOnlyList<ExecHook> Post)
{
    /// <summary>What runs once the pod is restored.</summary>
    public IReadOnlyList<ExecHook> Restored { get; init; } = [];

    /// <summary>The claims of its namespace that it mounts: <see cref="Post"/> waits until their data is in the backup.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>The application that it is part of: what it waits for are the claims of all its pods. Null for none.</summary>
    public string? Application { get; init; }

    /// <summary>The hooks of a moment.</summary>
    public IReadOnlyList<ExecHook> At(HookMoment moment) => moment switch
    {
        HookMoment.Pre => Pre,
        HookMoment.Post => Post,
        _ => Restored,
    };
}
