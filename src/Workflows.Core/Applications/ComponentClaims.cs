using System.Text.Json.Nodes;
using Workflows.Core.Hooks;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Selection;
using Workflows.Core.Volumes.Placing;

namespace Workflows.Core.Applications;

/// <summary>Decides which claims of a namespace applications leave out, and which get the data of others.</summary>
public sealed class ComponentClaims
{
    private readonly (ProtectedComponent Component, NamespaceFilter Namespaces, LabelFilter Labels, LabelFilter Volumes)[] components;

    /// <exception cref="SelectionException">A selection is none.</exception>
    public ComponentClaims(IReadOnlyList<ProtectedComponent> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        this.components =
        [
            .. components.Select(component => (
                component,
                new NamespaceFilter(component.Pods),
                new LabelFilter(component.Pods),
                new LabelFilter(new() { LabelSelector = component.VolumeSelector }))),
        ];
    }

    /// <param name="ns">The namespace.</param>
    /// <param name="claims">Its claims.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="held">The names of those in which hooks of the backup run: what they hold still is what is read.</param>
    /// <returns>What is said of claims, by their names; of others nothing is. What is said first counts.</returns>
    public IReadOnlyDictionary<string, ComponentDecision> Decide(
        string ns, IReadOnlyList<JsonObject> claims, IReadOnlyList<JsonObject> pods, IReadOnlySet<string> held)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(pods);
        ArgumentNullException.ThrowIfNull(held);
        var labels = claims.ToDictionary(claim => claim.Name()!, LabelsOf, StringComparer.Ordinal);
        var decisions = new Dictionary<string, ComponentDecision>(StringComparer.Ordinal);
        foreach (var (component, _, podLabels, volumes) in components.Where(entry => entry.Namespaces.Matches(ns)))
        {
            JsonObject[] members = [.. pods.Where(pod => PlacementRule.IsAtWork(pod) && IsMember(pod, component.Workloads, podLabels))];
            foreach (var (claim, decision) in Copies(ns, component, members, held).Concat(
                members.SelectMany(PlacementRule.ClaimsOf).Select(mount => (mount.Claim, new ComponentDecision(null, null)))))
            {
                if (labels.TryGetValue(claim, out var own))
                {
                    decisions.TryAdd(claim, volumes.Matches(own)
                        ? decision
                        : new($"Application component {component.Name} leaves it out: its volumeSelector does not match.", null));
                }
            }
        }

        return decisions;
    }

    /// <summary>
    /// The claims of all pods but one, each as a copy of the claim that this one mounts under the same name. Where it does
    /// not run, or mounts none, claims keep their own data: too much is in the backup then, and nothing is missing.
    /// </summary>
    private static IEnumerable<(string Claim, ComponentDecision Decision)> Copies(
        string ns, ProtectedComponent component, JsonObject[] members, IReadOnlySet<string> held)
    {
        if (component.Source is not { } source || SourceOf(component.Pick, source, members, held) is not { } chosen)
        {
            yield break;
        }

        var sources = PlacementRule.ClaimsOf(chosen).DistinctBy(mount => mount.Volume).ToDictionary(
            mount => mount.Volume, mount => mount.Claim, StringComparer.Ordinal);
        var read = sources.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var (volume, claim) in members.SelectMany(PlacementRule.ClaimsOf))
        {
            if (!read.Contains(claim) && sources.TryGetValue(volume, out var from))
            {
                yield return (claim, new(null, new(ns, from)));
            }
        }
    }

    private static JsonObject? SourceOf(PodPick pick, HookedWorkload source, JsonObject[] members, IReadOnlySet<string> held)
    {
        JsonObject[] running = [.. members.Where(pod => IsRunning(pod) && source.Makes(ControllerOf(pod), LabelsOf(pod)))];
        JsonObject[] still = [.. running.Where(pod => held.Contains(pod.Name()!))];
        var among = still.Length > 0 ? still : running;
        var chosen = PodChoice.Of(pick, among.Select(pod => pod.Name()!));
        return among.FirstOrDefault(pod => chosen.Count > 0 && pod.Name() == chosen[0]);
    }

    private static bool IsMember(JsonObject pod, IReadOnlyList<HookedWorkload> workloads, LabelFilter podLabels)
    {
        var labels = LabelsOf(pod);
        return podLabels.Matches(labels) && workloads.Any(workload => workload.Makes(ControllerOf(pod), labels));
    }

    private static bool IsRunning(JsonObject pod) =>
        pod.Map("status").Text("phase") == "Running" && pod.Map("metadata").Text("deletionTimestamp") is null;

    private static ControllerOwner? ControllerOf(JsonObject pod) => (
        from owner in pod.Map("metadata").List("ownerReferences").Maps()
        where owner["controller"] is JsonValue value && value.TryGetValue<bool>(out var controls) && controls
        select new ControllerOwner(
            owner.Text("apiVersion") ?? "", owner.Text("kind") ?? "", owner.Text("name") ?? "", owner.Text("uid") ?? "")).FirstOrDefault();

    private static IReadOnlyDictionary<string, string> LabelsOf(JsonObject obj) =>
        obj.Map("metadata").Map("labels")?.Where(label => label.Value.AsText() is not null)
            .ToDictionary(label => label.Key, label => label.Value.AsText()!, StringComparer.Ordinal)
        ?? new Dictionary<string, string>(StringComparer.Ordinal);
}
