using Workflows.Api.Reading;
using Workflows.Core.Applications;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Plans.Reading.Rules;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Api.Backups;

/// <summary>What <c>POST /v1/backups</c> asks for.</summary>
internal sealed record BackupRequest
{
    public required string Name { get; init; }

    /// <summary>The declared plan that says all the rest; null where the request does.</summary>
    public string? Plan { get; init; }

    public string? Context { get; init; }

    public string? KeyId { get; init; }

    public required ObjectSelection Selection { get; init; }

    public bool? IncludeSecrets { get; init; }

    public required TimeSpan Ttl { get; init; }

    public bool OneRevision { get; init; }

    public bool RunHooks { get; init; }

    /// <summary>The hooks and applications that the request itself names.</summary>
    public required ApplicationRules Rules { get; init; }

    /// <summary>How the data of claims gets into it; null leaves that out.</summary>
    public VolumeAction? Volumes { get; init; }

    public bool DefaultVolumesToFsBackup { get; init; }

    public VolumePolicies? VolumePolicies { get; init; }

    public required string GroupLabel { get; init; }

    public static BackupRequest Read(FieldReader fields) => Read(fields, SharedFields.RunHooks(fields));

    private static BackupRequest Read(FieldReader fields, bool runHooks) => new()
    {
        Name = SharedFields.Name(fields, "name", "The backup's name, new in the store."),
        Plan = SharedFields.Plan(
            fields,
            "The declared BackupPlan that says all the rest.",
            "context", "keyId", "selection", "includeSecrets", "ttl", "oneRevision", "runHooks", "hooks", "applications",
            "includeVolumeData", "volumeAction", "defaultVolumesToFsBackup", "volumePolicies", "volumeGroupSnapshotLabelKey"),
        Context = SharedFields.Context(fields),
        KeyId = SharedFields.KeyId(fields),
        Selection = fields.Section("selection", "What is backed up. Default: everything.", SelectionFields.Read) ?? new(),
        IncludeSecrets = fields.Flag("includeSecrets", "Whether Secrets are backed up. Default with a key: true. Without one it must be said."),
        Ttl = ReadTtl(fields),
        OneRevision = fields.Flag("oneRevision", "Whether every list is read at one revision of the cluster. Default: true.") ?? true,
        RunHooks = runHooks,
        Rules = RunRules.ForBackup(fields, runHooks),
        Volumes = ReadVolumes(fields),
        DefaultVolumesToFsBackup = fields.Flag(
            "defaultVolumesToFsBackup", "Whether claims are taken unless a pod excludes them. Default: true.") ?? true,
        VolumePolicies = VolumePolicyFields.Find(fields),
        GroupLabel = VolumePolicyFields.GroupLabel(fields),
    };

    private static TimeSpan ReadTtl(FieldReader fields)
    {
        if (fields.Text("ttl", "How long the backup is to be kept: 720h, 30d, 1h30m. Default: 30d.") is not { } text)
        {
            return KeepTime.Usual;
        }

        if (!KeepTime.TryParse(text, out var ttl))
        {
            fields.Report("ttl", ["A length of time such as 720h, 30d or 1h30m is expected here, up to 36500d."]);
        }

        return ttl;
    }

    private static VolumeAction? ReadVolumes(FieldReader fields)
    {
        var isAsked = fields.Flag("includeVolumeData", "Whether the data of claims is backed up. Default: false.") ?? false;
        var action = fields.Choice<VolumeAction>(
            "volumeAction", "How: filesystem reads files as they are, snapshot takes CSI snapshots, snapshotAndMove reads the files of such.");
        foreach (var name in (string[])["volumeAction", "volumePolicies", "volumeGroupSnapshotLabelKey"])
        {
            fields.Report(name, fields.Has(name) && !isAsked
                ? ["This says how the data of volumes is backed up: it takes includeVolumeData: true."]
                : []);
        }

        return isAsked ? action ?? VolumeAction.Filesystem : null;
    }
}
