using System.Text.Json.Nodes;
using Workflows.Activities.Restores.Planning;
using Workflows.Core.Comparison;
using Workflows.Core.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;
using Workflows.Kubernetes;

namespace Workflows.Activities.Restores.Applying;

/// <summary>An archived object in the form in which it is restored.</summary>
/// <param name="Resource">What to address it by.</param>
/// <param name="Key">Its name in the cluster restored to.</param>
/// <param name="Body">What to create; null when a rule leaves it out.</param>
/// <param name="SkipReason">Why a rule leaves it out.</param>
internal sealed record RestoredObject(ApiResource Resource, ObjectKey Key, JsonObject? Body, string? SkipReason)
{
    /// <summary>What the restore adds to it, if it is a pod that has hooks.</summary>
    private AddedContainers Added { get; init; } = AddedContainers.None;

    /// <summary>How long its JSON is in the archive.</summary>
    public int ArchivedBytes { get; init; }

    /// <summary>Applies the rules to an archived object, or makes the bare namespace that an item asks for.</summary>
    /// <param name="item">The planned item.</param>
    /// <param name="json">Its bytes from the archive; empty for a bare namespace.</param>
    /// <param name="context">What the rules know of the restore.</param>
    /// <exception cref="WorkflowsException">
    /// <see cref="ErrorKind.Damaged"/>: the bytes are no object that a server could have given, or are another object.
    /// </exception>
    public static RestoredObject From(ChunkItem item, ReadOnlyMemory<byte> json, RestoreRuleContext context)
    {
        var archived = item.Location is null
            ? BareNamespace(item.Name)
            : ManifestJson.Parse(json.Span, $"The archive's copy of {item.Key}");
        RequireName(archived, item);
        var form = RestoreRules.Default.Apply(archived, item.Key.Resource, context);
        var ns = item.Namespace is null ? null : context.MapNamespace(item.Namespace);
        var key = new ObjectKey(item.Key.Resource, ns, ManifestJson.NameOf(form.Object) ?? item.Name);
        if (form.Object is not null)
        {
            form.Object["apiVersion"] = item.ApiVersion;
        }

        return new(ApiResource.OfObject(item.Key, item.ApiVersion, item.Kind), key, form.Object, form.SkipReason)
        {
            ArchivedBytes = json.Length,
            Added = AddedContainers.Of(archived, form.Object),
        };
    }

    /// <summary>Reads what the cluster has under this name.</summary>
    /// <exception cref="WorkflowsException">The server's answer is no object.</exception>
    public JsonObject ParseLive(ObjectBytes live) =>
        ManifestJson.Parse(live.Json.Span, $"The cluster's copy of {Key}");

    /// <summary>Where what the cluster has is not as archived.</summary>
    public IReadOnlyList<FieldDifference> Compare(JsonObject live) =>
        ObjectComparison.Compare(Added.Without(Body!), Added.Without(live), Key.Resource);

    /// <summary>What the cluster's copy is to become, to be as archived.</summary>
    public JsonObject UpdateOf(JsonObject live) => ObjectUpdate.Build(Added.AsFarAsIn(live, Body!), live, Key.Resource);

    public ObjectOutcome Outcome(RestoreOutcome outcome, string? reason = null) =>
        new(Key, outcome, reason) { ApiVersion = Resource.ApiVersion, Kind = Resource.Kind };

    /// <summary>
    /// The index says what is restored. An object that calls itself otherwise, or nothing at all, would be created
    /// under a name that nobody decided on: with <c>generateName</c>, under a new one at each attempt.
    /// </summary>
    private static void RequireName(JsonObject archived, ChunkItem item)
    {
        if (ManifestJson.NameOf(archived) != item.Name)
        {
            throw new WorkflowsException(
                ErrorKind.Damaged,
                $"The archive's copy of {item.Key} does not have that name inside. Verify the archive.");
        }
    }

    private static JsonObject BareNamespace(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = name },
    };
}
