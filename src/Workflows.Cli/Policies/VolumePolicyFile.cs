using System.Text;
using Workflows.Cli.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;
using Workflows.Kubernetes.Yaml;

namespace Workflows.Cli.Policies;

/// <summary>
/// Reads volume policies from a YAML file in the form of Velero's resource policies. All of it is checked when it is
/// read: what a policy says and nobody would heed is an error, with its line.
/// </summary>
internal static class VolumePolicyFile
{
    /// <summary>A run's journal repeats what was asked for: policies must not be what it consists of.</summary>
    private const int LongestFile = 16 << 10;

    private const string Version = "v1";

    private static readonly Dictionary<string, VolumeAction?> Actions = new(StringComparer.Ordinal)
    {
        ["fs-backup"] = VolumeAction.Filesystem,
        ["filesystem"] = VolumeAction.Filesystem,
        ["snapshot"] = VolumeAction.Snapshot,
        ["snapshot+move"] = VolumeAction.SnapshotAndMove,
        ["snapshot-and-move"] = VolumeAction.SnapshotAndMove,
        ["skip"] = null,
    };

    /// <exception cref="UsageException">There is no such file, it can't be read, or what it says is not understood.</exception>
    public static VolumePolicies Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > LongestFile
                ? throw YamlFields.Fault(path, 0, $"is longer than {LongestFile} bytes, the most that volume policies may be")
                : Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)), path);
        }
        catch (DecoderFallbackException)
        {
            throw YamlFields.Fault(path, 0, "is not UTF-8 text");
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The volume policies can't be read: {unread.Message}");
        }
    }

    /// <param name="text">The file's text.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="UsageException">What it says is not understood.</exception>
    public static VolumePolicies Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = YamlReader.ReadSingle(text.TrimStart('\uFEFF'), (line, problem) => YamlFields.Fault(path, line, problem));
        if (read is not YamlMapping root)
        {
            throw YamlFields.Fault(path, read?.Line ?? 0, "holds no volume policies: it must have 'version' and 'volumePolicies'");
        }

        Redirect(path, root);
        var top = new YamlFields(path, "a file of volume policies", root, "version", "volumePolicies");
        if (top.Text("version") is var version && version != Version)
        {
            throw top.Fault(top.LineOf("version"), $"'version' must be {Version}{(version is null ? "" : $", not {version}")}");
        }

        return top.Maps("volumePolicies") is { Count: > 0 } entries
            ? new([.. entries.Select((entry, index) => Policy(path, entry, index + 1))])
            : throw top.Fault(top.LineOf("volumePolicies"), "'volumePolicies' must be a list of at least one policy");
    }

    /// <summary>What people bring from Velero and is said in another way here.</summary>
    private static void Redirect(string path, YamlMapping root)
    {
        if (root.Entries.ContainsKey("kind"))
        {
            throw YamlFields.Fault(
                path, root.KeyLines.GetValueOrDefault("kind"), "is a Kubernetes object; the policies are what stands in its data, as a file of its own");
        }

        if (root.Entries.ContainsKey("includeExcludePolicy"))
        {
            throw YamlFields.Fault(
                path,
                root.KeyLines.GetValueOrDefault("includeExcludePolicy"),
                "'includeExcludePolicy' is said on the command line: --include-resources, --exclude-resources");
        }
    }

    private static VolumePolicy Policy(string path, YamlMapping entry, int number)
    {
        var policy = new YamlFields(path, "a policy", entry, "conditions", "action");
        if (!policy.Has("conditions"))
        {
            throw policy.Fault(policy.LineOf("conditions"), "a policy without 'conditions'; one for all claims says 'conditions: {}'");
        }

        var action = policy.Map("action", "type", "parameters")
            ?? throw policy.Fault(policy.LineOf("action"), "a policy without 'action'");
        return new(number, (int)entry.Line, VolumeConditionsReader.Read(policy), ActionOf(action));
    }

    private static VolumeAction? ActionOf(YamlFields action)
    {
        if (action.TextsByName("parameters").Count > 0)
        {
            throw action.Fault(action.LineOf("parameters"), "an action takes no parameters");
        }

        var type = action.Text("type");
        return type is not null && Actions.TryGetValue(type, out var known)
            ? known
            : throw action.Fault(
                action.LineOf("type"),
                $"the action's 'type' must be {string.Join(", ", Actions.Keys.SkipLast(1))} or {Actions.Keys.Last()}"
                + (type is null ? "" : $", not '{type}'"));
    }
}
