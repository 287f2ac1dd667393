using Workflows.Cli.Errors;
using Workflows.Cli.Yaml;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;

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
        ["skip"] = null,
    };

    /// <exception cref="UsageException">There is no such file, or what it says is not understood.</exception>
    /// <exception cref="LocalFileException">It can't be read.</exception>
    public static async Task<VolumePolicies> ReadAsync(string path, CancellationToken cancellationToken) =>
        PoliciesOf(path, await YamlFile.ReadAsync(path, LongestFile, cancellationToken));

    /// <param name="text">The file's text.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="UsageException">What it says is not understood.</exception>
    public static VolumePolicies Parse(string text, string path) => PoliciesOf(path, YamlFile.Parse(path, text));

    private static VolumePolicies PoliciesOf(string path, IReadOnlyList<YamlMap> documents)
    {
        if (documents is not [var root])
        {
            throw documents.Count == 0
                ? new UsageException($"{path} holds no volume policies: it must have 'version' and 'volumePolicies'.")
                : documents[1].Error("begins a second document, of which there must be none");
        }

        Redirect(root);
        if (root.FindText("version") is var version && version != Version)
        {
            throw root.Error("version", $"'version' must be {Version}{(version is null ? "" : $", not {version}")}");
        }

        var entries = root.Maps("volumePolicies");
        root.RefuseOthers();
        return entries.Count > 0
            ? new([.. entries.Select((entry, index) => Policy(entry, index + 1))])
            : throw root.Error("volumePolicies", "'volumePolicies' must be a list of at least one policy");
    }

    /// <summary>What people bring from Velero and is said in another way here.</summary>
    private static void Redirect(YamlMap root)
    {
        if (root.Keys.Contains("kind"))
        {
            throw root.Error("kind", "is a Kubernetes object; the policies are what stands in its data, as a file of its own");
        }

        if (root.Keys.Contains("includeExcludePolicy"))
        {
            throw root.Error(
                "includeExcludePolicy",
                "'includeExcludePolicy' is said on the command line: --include-resources, --exclude-resources");
        }
    }

    private static VolumePolicy Policy(YamlMap entry, int number)
    {
        var conditions = entry.FindMap("conditions")
            ?? throw entry.Error("conditions", "a policy without 'conditions'; one for all claims says 'conditions: {}'");
        var action = entry.FindMap("action") ?? throw entry.Error("action", "a policy without 'action'");
        entry.RefuseOthers();
        return new(number, (int)entry.Line, VolumeConditionsReader.Read(conditions), ActionOf(action));
    }

    private static VolumeAction? ActionOf(YamlMap action)
    {
        if (action.TextsByName("parameters").Count > 0)
        {
            throw action.Error("parameters", "an action takes no parameters");
        }

        var type = action.FindText("type");
        action.RefuseOthers();
        return type is not null && Actions.TryGetValue(type, out var known)
            ? known
            : throw action.Error(
                "type",
                $"the action's 'type' must be {string.Join(", ", Actions.Keys.SkipLast(1))} or {Actions.Keys.Last()}"
                + (type is null ? "" : $", not '{type}'"));
    }
}
