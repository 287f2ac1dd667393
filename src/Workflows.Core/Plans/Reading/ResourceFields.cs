using System.Text.RegularExpressions;
using Workflows.Core.Keys;
using Workflows.Core.Plans.Reading.Rules;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Retention;
using Workflows.Core.Schedules;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;

namespace Workflows.Core.Plans.Reading;

/// <summary>How each kind of resource is written.</summary>
internal static partial class ResourceFields
{
    /// <summary>The kinds, each with what reads a document of it.</summary>
    public static IReadOnlyDictionary<string, Func<FieldReader, PlanResource>> Kinds { get; } =
        new Dictionary<string, Func<FieldReader, PlanResource>>(StringComparer.Ordinal)
        {
            ["BackupPlan"] = fields => Read(fields, BackupPlan),
            ["Cluster"] = fields => Read(fields, ClusterFields.Read),
            ["EventRule"] = fields => Read(fields, EventRuleFields.Read),
            ["RestorePlan"] = fields => Read(fields, RestorePlan),
            ["Schedule"] = fields => Read(fields, Schedule),
        };

    private static PlanResource Read(FieldReader fields, Func<FieldReader, PlanResource> spec)
    {
        // Both were looked at to find out how to read the rest.
        fields.RequiredText("apiVersion", $"Always {PlanResource.ApiVersion}.");
        fields.RequiredText("kind", "What it is.");
        var metadata = fields.RequiredSection("metadata", "Its name and labels.", Metadata);
        var read = fields.RequiredSection("spec", "What it says.", spec);
        return (read ?? ClusterFields.Nowhere) with
        {
            Name = metadata?.Name ?? "",
            Labels = metadata?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    private static NameAndLabels Metadata(FieldReader fields)
    {
        var name = fields.RequiredText("name", "Unique among those of its kind: lower-case letters, digits and -.");
        if (name.Length > 0 && (name.Length > RunName.MaxPlanLength || !Name().IsMatch(name)))
        {
            fields.Report("name", [
                $"A name has lower-case letters, digits and -, begins and ends with a letter or digit, and at most {RunName.MaxPlanLength} characters.",
            ]);
        }

        return new NameAndLabels(name, fields.Map("labels", "Labels of your own."));
    }

    private static BackupPlanResource BackupPlan(FieldReader fields)
    {
        BackupPlanResource plan = new()
        {
            Name = "",
            Description = fields.Text("description", "What it is for."),
            Cluster = fields.RequiredText("cluster", "The name of the Cluster that is backed up."),
            Store = fields.Text("store", "The store's URI. Default: the one of whoever runs the plan."),
            Selection = fields.Section("selection", "What is backed up. Default: everything.", SelectionFields.Read) ?? new ObjectSelection(),
            IncludeSecrets = fields.Flag("includeSecrets", "Whether Secrets are captured. To be said when there is no encryptionKey."),
            IncludeVolumeData = fields.Flag("includeVolumeData", "Whether the data of claims is. Default: false.") ?? false,
            VolumeAction = fields.Choice<VolumeAction>("volumeAction", "filesystem reads the files of volumes as they are; snapshot takes CSI "
                + "snapshots, which stay with the storage system; snapshotAndMove reads the files of such a snapshot and removes it. Default: filesystem.")
                ?? VolumeAction.Filesystem,
            DefaultVolumesToFsBackup = fields.Flag(
                "defaultVolumesToFsBackup", "Whether claims are taken unless a pod excludes them; else only those that pods name. Default: true.") ?? true,
            MoverNamespace = fields.Text(
                "moverNamespace", "The namespace, which is there, in which the snapshots of snapshotAndMove are read. Default: each claim's own."),
            VolumePolicies = VolumePolicyFields.Find(fields),
            GroupLabel = VolumePolicyFields.GroupLabel(fields),
            Key = fields.Section("encryptionKey", "What backups are encrypted with. Default: nothing.", Key),
            RunHooks = RunHooks(fields),
            Permissive = fields.Flag("permissive", "Whether a backup is a good one without the kinds that the cluster says it serves, "
                + "and can't (an aggregated API or a conversion webhook is down). Default: false: it is PartiallyFailed then.") ?? false,
            Schedule = fields.Section("schedule", "When backups are made. Default: when somebody asks.", ScheduleFields.Read),
            Retention = fields.Section("retention", "How long backups are kept. Default: for ever.", RetentionFields.Read) ?? new RetentionPolicy(),
            Deactivated = fields.Flag("deactivated", "Whether it makes no backups any more. Default: false.") ?? false,
        };
        if (plan.IncludeSecrets is null && !fields.Has("encryptionKey"))
        {
            fields.Report(null, ["Without an encryptionKey, say whether Secrets are captured: they would lie in the store in the clear (includeSecrets)."]);
        }

        ReportVolumes(fields, plan);
        var rules = RunRules.ForBackup(fields, plan.RunHooks);
        return plan with { Hooks = rules.Hooks, Components = rules.Components };
    }

    private static void ReportVolumes(FieldReader fields, BackupPlanResource plan)
    {
        foreach (var name in (string[])["volumeAction", "defaultVolumesToFsBackup", "moverNamespace", "volumePolicies", "volumeGroupSnapshotLabelKey"])
        {
            fields.Report(name, fields.Has(name) && !plan.IncludeVolumeData
                ? ["It is about the data of claims, which includeVolumeData: true backs up."] : []);
        }

        if (plan is { MoverNamespace: { } ns, IncludeVolumeData: true })
        {
            fields.Report("moverNamespace", DnsName.IsLabel(ns) ? [] : [$"\"{ns}\" can't name a namespace."]);
            fields.Report("moverNamespace", plan.VolumeAction is VolumeAction.SnapshotAndMove || plan.VolumePolicies?.ReadSnapshots() == true
                ? [] : ["It is where snapshots are read, and none is: it takes volumeAction: snapshotAndMove, or a policy of that action."]);
        }
    }

    private static RestorePlanResource RestorePlan(FieldReader fields)
    {
        RestorePlanResource plan = new()
        {
            Name = "",
            Description = fields.Text("description", "What it is for."),
            BackupPlan = fields.RequiredText("backupPlan", "The name of the BackupPlan whose backups are restored."),
            Cluster = fields.RequiredText("cluster", "The name of the Cluster to restore into."),
            Selection = fields.Section("selection", "What is restored. Default: everything.", SelectionFields.Read) ?? new ObjectSelection(),
            NamespaceMappings = fields.Map("namespaceMappings", "From a namespace of the backup to one of the cluster."),
            Conflict = fields.Choice<ConflictMode>("conflict", "What happens to objects that are there already. Default: skip.") ?? ConflictMode.Skip,
            VolumeData = fields.Choice<VolumeDataPolicy>("volumeData", "What becomes of the data of claims. Default: restoreData.") ?? default,
            PreserveNodePorts = fields.Flag("preserveNodePorts", "Whether node ports are asked for again. Default: false.") ?? false,
            Key = fields.Section("encryptionKey", "What encrypted backups are read with.", Key),
            RunHooks = RunHooks(fields),
        };
        return plan with { Hooks = RunRules.ForRestore(fields, plan.RunHooks) };
    }

    private static bool RunHooks(FieldReader fields) =>
        fields.Flag("runHooks", "Whether hooks are run: those that pods name in their annotations, and those of hooks. Default: true.") ?? true;

    private static ScheduleResource Schedule(FieldReader fields) => new()
    {
        Name = "",
        BackupPlan = fields.RequiredText("backupPlan", "The name of the BackupPlan that is run."),
        Schedule = ScheduleFields.Read(fields),
    };

    private static PlanKey Key(FieldReader fields)
    {
        var file = fields.Text("file", "The absolute path of a key file.");
        fields.Report("file", file is null || file.StartsWith('/') ? [] : [$"\"{file}\" is no absolute path."]);
        var vault = fields.Text("keyVault", "A key in Azure Key Vault: https://VAULT.vault.azure.net/keys/NAME[/VERSION].");
        fields.Report("keyVault", vault is null || VaultAddress.TryParse(vault, out _) ? [] : [VaultAddress.KeyExpected]);
        if (fields.Has("file") == fields.Has("keyVault"))
        {
            fields.Report(null, ["A key has either file or keyVault."]);
        }

        return new PlanKey(file, VaultAddress.TryParse(vault, out var address) ? address : null);
    }

    private sealed record NameAndLabels(string Name, IReadOnlyDictionary<string, string> Labels);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
