using Workflows.Core.Selection;

namespace Workflows.Core.Hooks;

/// <summary>
/// Hooks for the pods of a selection, as an entry of Velero's <c>spec.hooks.resources</c>. What a pod's own annotations
/// say of a moment goes before all rules.
/// </summary>
public sealed record HookRule
{
    /// <summary>
    /// How long all rules of a run may be together, in characters: they are in the input of every activity, and a history
    /// entry holds 45 KB.
    /// </summary>
    public const int MaxLength = 8_000;

    /// <summary>What reports call it.</summary>
    public required string Name { get; init; }

    /// <summary>The pods that it is for: of a restore, as they are where they are restored to.</summary>
    public ObjectSelection Pods { get; init; } = new();

    /// <summary>The workloads whose pods it is for; none for those of all.</summary>
    public IReadOnlyList<HookedWorkload> Workloads { get; init => field = value ?? []; } = [];

    /// <summary>In which of them its hooks run.</summary>
    public PodPick Pick { get; init; }

    /// <summary>
    /// The application that its pods belong to: none of them goes on before the data of all its pods' claims is in the
    /// backup. Null where each goes on by itself.
    /// </summary>
    public string? Application { get; init; }

    /// <summary>What a backup runs before its moment, in order.</summary>
    public IReadOnlyList<ExecHook> Pre { get; init; } = [];

    /// <summary>What a backup runs after it.</summary>
    public IReadOnlyList<ExecHook> Post { get; init; } = [];

    /// <summary>What a restore runs in a container of the pod.</summary>
    public IReadOnlyList<ExecHook> Restored { get; init; } = [];

    /// <summary>Containers that a restore puts before the pod's own initial ones.</summary>
    public IReadOnlyList<InitHook> Init { get; init; } = [];

    /// <summary>The hooks of a moment.</summary>
    public IReadOnlyList<ExecHook> At(HookMoment moment) => moment switch
    {
        HookMoment.Pre => Pre,
        HookMoment.Post => Post,
        _ => Restored,
    };
}
