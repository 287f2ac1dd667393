using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Jobs;

/// <summary>
/// A mover's Job, out of what is to be moved: the same Job whoever makes it. A failed pod is followed by another, and
/// each waits for a hand-over of its own.
/// </summary>
public static class MoverJob
{
    /// <summary>The container that moves; a cluster may put others beside it.</summary>
    public const string Container = "mover";

    /// <summary>Where the claim is mounted.</summary>
    public const string DataFolder = "/data";

    /// <summary>Where the volume's container is mounted, if the store is a folder.</summary>
    public const string StoreFolder = "/store";

    /// <summary>How many pods may fail before the Job has.</summary>
    private const int BackoffLimit = 3;

    /// <summary>
    /// How long an ended Job is kept if nobody removes it: whoever resumes a run within a day finds how it ended.
    /// </summary>
    private static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(1);

    public static JsonObject Build(MoverJobSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new()
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject
            {
                ["name"] = MoverNames.Job(spec.Run, spec.Claim),
                ["namespace"] = spec.Mounted.Namespace,
                ["labels"] = LabelsOf(spec),
                ["annotations"] = NamesOf(spec),
            },
            ["spec"] = new JsonObject
            {
                ["backoffLimit"] = BackoffLimit,
                ["completions"] = 1,
                ["parallelism"] = 1,
                ["activeDeadlineSeconds"] = (long)spec.Settings.Limit.TotalSeconds,
                ["ttlSecondsAfterFinished"] = (long)KeptAfterEnd.TotalSeconds,
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["labels"] = PodLabelsOf(spec),
                        ["annotations"] = PodAnnotations(),
                    },
                    ["spec"] = MoverPod.Build(spec),
                },
            },
        };
    }

    private static JsonObject LabelsOf(MoverJobSpec spec)
    {
        var labels = new JsonObject
        {
            [MoverLabels.App] = MoverLabels.AppValue,
            ["app.kubernetes.io/managed-by"] = "workflows",
            [MoverLabels.Run] = spec.Run.ToString("D"),
            [MoverLabels.Store] = MoverNames.StoreTag(spec.Store),
            [MoverLabels.Backup] = RestoreLabels.ValueOf(spec.Backup),
            [MoverLabels.Claim] = RestoreLabels.ValueOf(spec.Claim.Name),
            // Neither ours nor Velero's backups keep what only lived to make one.
            ["velero.io/exclude-from-backup"] = "true",
        };
        if (spec.Restore is { } restore)
        {
            labels[MoverLabels.Restore] = RestoreLabels.ValueOf(restore);
        }

        return labels;
    }

    /// <summary>Labels hold 63 characters; who looks for the run of a Job needs its whole name.</summary>
    private static JsonObject NamesOf(MoverJobSpec spec)
    {
        var names = new JsonObject { [MoverLabels.Backup] = spec.Backup, [MoverLabels.Claim] = spec.Claim.Name };
        if (spec.Restore is { } restore)
        {
            names[MoverLabels.Restore] = restore;
        }

        return names;
    }

    /// <summary>A proxy put into the pod would outlive the mover, and the Job would never be done.</summary>
    private static JsonObject PodLabelsOf(MoverJobSpec spec)
    {
        var labels = LabelsOf(spec);
        labels["sidecar.istio.io/inject"] = "false";
        labels["kuma.io/sidecar-injection"] = "disabled";
        return labels;
    }

    private static JsonObject PodAnnotations() => new()
    {
        ["sidecar.istio.io/inject"] = "false",
        ["linkerd.io/inject"] = "disabled",
        ["cluster-autoscaler.kubernetes.io/safe-to-evict"] = "false",
    };
}
