using System.Text.Json.Nodes;
using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Tests.Clusters;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Restores;

namespace Workflows.Activities.Tests.Restores.Support;

/// <summary>Objects in the form in which a restore hands them to its cluster.</summary>
internal static class Restored
{
    public static RestoreSpec Spec(ConflictMode conflict = ConflictMode.Skip, string name = "first") => new()
    {
        Name = name,
        Backup = "nightly",
        Cluster = new([], null),
        Store = "/unused",
        Conflict = conflict,
    };

    /// <summary>An object with the labels of its restore.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its fields besides metadata, as JSON.</param>
    /// <param name="restore">The restore's name.</param>
    public static RestoredObject Object(ApiResource kind, string ns, string name, string content, string restore = "first")
    {
        var body = (JsonObject)JsonNode.Parse(content)!;
        body["apiVersion"] = kind.ApiVersion;
        body["kind"] = kind.Kind;
        body["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = ns,
            ["labels"] = new JsonObject
            {
                [RestoreLabels.BackupName] = "nightly",
                [RestoreLabels.RestoreName] = restore,
            },
        };
        return new(kind, new(kind.GroupResource, ns, name), body, null);
    }

    public static RestoredObject ConfigMap(string ns, string name, string value, string restore = "first") =>
        Object(Kinds.ConfigMaps, ns, name, $$"""{ "data": { "key": "{{value}}" } }""", restore);
}
