using Workflows.Api.Reading;
using Workflows.Core.Hooks;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Plans.Reading.Rules;
using Workflows.Core.Restores;
using Workflows.Core.Selection;

namespace Workflows.Api.Restores;

/// <summary>What <c>POST /v1/restores</c> asks for.</summary>
internal sealed record RestoreRequest
{
    public required string Name { get; init; }

    /// <summary>The declared plan that says all the rest; null where the request does.</summary>
    public string? Plan { get; init; }

    /// <summary>The backup; null, by a plan only, for its last good one.</summary>
    public string? Backup { get; init; }

    public string? Context { get; init; }

    public string? KeyId { get; init; }

    public required ObjectSelection Selection { get; init; }

    public required IReadOnlyDictionary<string, string> NamespaceMappings { get; init; }

    public required IReadOnlyDictionary<string, string> StorageClassMappings { get; init; }

    public ConflictMode Conflict { get; init; }

    public bool PreserveNodePorts { get; init; }

    public bool RunHooks { get; init; }

    /// <summary>The hooks that the request itself names, of applications and others.</summary>
    public required IReadOnlyList<HookRule> Hooks { get; init; }

    public VolumeDataPolicy VolumeData { get; init; }

    public static RestoreRequest Read(FieldReader fields) => Read(fields, SharedFields.RunHooks(fields));

    private static RestoreRequest Read(FieldReader fields, bool runHooks) => new()
    {
        Name = SharedFields.Name(
            fields, "name", "The restore's name, new in the store. It is not made up here: a request whose answer got lost must be repeatable."),
        Plan = SharedFields.Plan(
            fields,
            "The declared RestorePlan that says all but the backup.",
            "context", "keyId", "selection", "namespaceMappings", "storageClassMappings", "conflict", "preserveNodePorts", "runHooks",
            "hooks", "applications", "volumeDataPolicy"),
        Backup = ReadBackup(fields),
        Context = SharedFields.Context(fields),
        KeyId = SharedFields.KeyId(fields),
        Selection = fields.Section("selection", "What is restored. Default: everything.", SelectionFields.Read) ?? new(),
        NamespaceMappings = SharedFields.Namespaces(fields),
        StorageClassMappings = SharedFields.StorageClasses(fields),
        Conflict = fields.Choice<ConflictMode>(
            "conflict", "An object that is there and differs: skip leaves it, update makes it as archived. Default: skip.") ?? ConflictMode.Skip,
        PreserveNodePorts = fields.Flag(
            "preserveNodePorts", "Whether the node ports are asked for that the old server had chosen. Default: false.") ?? false,
        RunHooks = runHooks,
        Hooks = RunRules.ForRestore(fields, runHooks),
        VolumeData = fields.Choice<VolumeDataPolicy>(
            "volumeDataPolicy",
            "restoreData puts the data that the backup holds into new volumes; reuseHandle restores volumes whose storage is still there as "
            + "they are; noData gives every claim a new, empty volume. Default: restoreData.") ?? VolumeDataPolicy.RestoreData,
    };

    private static string? ReadBackup(FieldReader fields)
    {
        if (!fields.Has("plan") && !fields.Has("backup"))
        {
            fields.Report("backup", ["This field is needed where no plan is named."]);
        }

        return SharedFields.OptionalName(fields, "backup", "The backup to restore. Default by a plan: the last good one of its backup plan.");
    }
}
