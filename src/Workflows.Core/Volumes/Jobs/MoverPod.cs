using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Placing;

namespace Workflows.Core.Volumes.Jobs;

/// <summary>The pod of a mover: as little right as reading, or writing, other people's files takes.</summary>
internal static class MoverPod
{
    /// <summary>Room for the list of a volume's entries, on the node's disk.</summary>
    private const string SpoolFolder = "/spool";

    /// <summary>Reading what others may not read takes this and no more; writing is root's whole business with files.</summary>
    private static readonly Dictionary<MoverTask, string[]> Capabilities = new()
    {
        [MoverTask.Backup] = ["DAC_READ_SEARCH"],
        [MoverTask.Restore] = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "MKNOD", "SETFCAP"],
    };

    public static JsonObject Build(MoverJobSpec spec)
    {
        var pod = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["terminationGracePeriodSeconds"] = 30,
            ["automountServiceAccountToken"] = false,
            ["enableServiceLinks"] = false,
            ["nodeSelector"] = new JsonObject { ["kubernetes.io/os"] = "linux" },
        };
        if (spec.Node is { } node)
        {
            pod["affinity"] = On(node);
        }

        if (spec.Tolerations.Count > 0)
        {
            pod["tolerations"] = new JsonArray([.. spec.Tolerations.Select(Bear)]);
        }

        pod["securityContext"] = new JsonObject
        {
            ["runAsUser"] = 0,
            ["runAsGroup"] = 0,
            ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
        };
        pod["containers"] = new JsonArray(ContainerOf(spec));
        pod["volumes"] = VolumesOf(spec);
        return pod;
    }

    /// <summary>By affinity and not by <c>nodeName</c>: the scheduler still looks whether the node has room.</summary>
    private static JsonObject On(string node) => new()
    {
        ["nodeAffinity"] = new JsonObject
        {
            ["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject
            {
                ["nodeSelectorTerms"] = new JsonArray(new JsonObject
                {
                    ["matchFields"] = new JsonArray(new JsonObject
                    {
                        ["key"] = "metadata.name",
                        ["operator"] = "In",
                        ["values"] = new JsonArray(node),
                    }),
                }),
            },
        },
    };

    private static JsonObject Bear(Toleration taint)
    {
        var toleration = new JsonObject { ["key"] = taint.Key };
        if (taint.Value is { Length: > 0 } value)
        {
            toleration["operator"] = "Equal";
            toleration["value"] = value;
        }
        else
        {
            toleration["operator"] = "Exists";
        }

        toleration["effect"] = taint.Effect;
        return toleration;
    }

    private static JsonObject ContainerOf(MoverJobSpec spec) => new()
    {
        ["name"] = MoverJob.Container,
        ["image"] = spec.Settings.Image,
        ["imagePullPolicy"] = "IfNotPresent",
        ["args"] = ArgumentsOf(spec),

        // Where temporary files go: the image itself is read-only.
        ["env"] = new JsonArray(new JsonObject { ["name"] = "TMPDIR", ["value"] = SpoolFolder }),
        ["resources"] = new JsonObject
        {
            ["requests"] = Quantities(spec.Settings.Resources.CpuRequest, spec.Settings.Resources.MemoryRequest),
            ["limits"] = Quantities(spec.Settings.Resources.CpuLimit, spec.Settings.Resources.MemoryLimit),
        },
        ["securityContext"] = new JsonObject
        {
            ["allowPrivilegeEscalation"] = false,
            ["privileged"] = false,
            ["readOnlyRootFilesystem"] = true,
            ["capabilities"] = new JsonObject
            {
                ["drop"] = new JsonArray("ALL"),
                ["add"] = new JsonArray([.. Capabilities[spec.Task].Select(capability => JsonValue.Create(capability))]),
            },
        },
        ["terminationMessagePath"] = "/dev/termination-log",
        ["terminationMessagePolicy"] = "File",
        ["volumeMounts"] = MountsOf(spec),
    };

    private static JsonArray ArgumentsOf(MoverJobSpec spec)
    {
        var task = spec.Task is MoverTask.Backup ? "backup" : "restore";
        return spec.StoreFolder is null
            ? new(task, "--path", MoverJob.DataFolder, "--spool", SpoolFolder)
            : new(task, "--path", MoverJob.DataFolder, "--spool", SpoolFolder, "--store-folder", MoverJob.StoreFolder);
    }

    private static JsonObject Quantities(string cpu, string memory) => new() { ["cpu"] = cpu, ["memory"] = memory };

    private static JsonArray MountsOf(MoverJobSpec spec)
    {
        var mounts = new JsonArray(
            Mount("data", MoverJob.DataFolder, isReadOnly: spec.Task is MoverTask.Backup),
            Mount("socket", "/run/workflows", isReadOnly: false),
            Mount("spool", SpoolFolder, isReadOnly: false));
        if (spec.StoreFolder is not null)
        {
            mounts.Add((JsonNode)Mount("store", MoverJob.StoreFolder, isReadOnly: spec.Task is MoverTask.Restore));
        }

        return mounts;
    }

    private static JsonObject Mount(string name, string path, bool isReadOnly)
    {
        var mount = new JsonObject { ["name"] = name, ["mountPath"] = path };
        if (isReadOnly)
        {
            mount["readOnly"] = true;
        }

        return mount;
    }

    /// <summary>
    /// The claim is attached as its own pod attaches it, and only mounted read-only: a driver would take another way
    /// of attaching for another use.
    /// </summary>
    private static JsonArray VolumesOf(MoverJobSpec spec)
    {
        var volumes = new JsonArray(
            new JsonObject
            {
                ["name"] = "data",
                ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = spec.Mounted.Name },
            },
            new JsonObject { ["name"] = "socket", ["emptyDir"] = new JsonObject { ["medium"] = "Memory", ["sizeLimit"] = "1Mi" } },
            new JsonObject { ["name"] = "spool", ["emptyDir"] = new JsonObject() });
        if (spec.StoreFolder is { } folder)
        {
            volumes.Add((JsonNode)new JsonObject
            {
                ["name"] = "store",
                ["hostPath"] = new JsonObject { ["path"] = folder, ["type"] = "Directory" },
            });
        }

        return volumes;
    }
}
