using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// The initial containers that a restore adds to a pod (see <see cref="InitHookRule"/>). They are no part of what is
/// archived: a pod that was there before lacks them and is as archived, and what a server fills in at them is no difference.
/// </summary>
public sealed class AddedContainers
{
    private readonly FrozenSet<string> names;

    private AddedContainers(FrozenSet<string> names) => this.names = names;

    public static AddedContainers None { get; } = new(FrozenSet<string>.Empty);

    /// <param name="archived">The pod as it is archived.</param>
    /// <param name="restored">The pod as it is to be created; null where it is left out.</param>
    public static AddedContainers Of(JsonObject archived, JsonObject? restored) =>
        new(NamesOf(restored).Except(NamesOf(archived), StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>The pod without them; itself where there are none.</summary>
    public JsonObject Without(JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return Remove(pod, names);
    }

    /// <summary>The pod without those of them that another has not: a pod can't be given any once it is there.</summary>
    public JsonObject AsFarAsIn(JsonObject live, JsonObject pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return Remove(pod, names.Except(NamesOf(live), StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal));
    }

    private static JsonObject Remove(JsonObject pod, FrozenSet<string> unwanted)
    {
        if (unwanted.Count == 0 || pod.Map("spec").List("initContainers") is null)
        {
            return pod;
        }

        var copy = pod.DeepClone().AsObject();
        var containers = copy.Map("spec").List("initContainers");
        containers.RemoveMaps(container => container.Text("name") is { } name && unwanted.Contains(name));
        if (containers is { Count: 0 })
        {
            copy.Map("spec")!.Remove("initContainers");
        }

        return copy;
    }

    private static IEnumerable<string> NamesOf(JsonObject? pod) =>
        pod.Map("spec").List("initContainers").Maps().Select(container => container.Text("name")).OfType<string>();
}
