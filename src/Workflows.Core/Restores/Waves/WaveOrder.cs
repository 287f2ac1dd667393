using System.Collections.Frozen;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Waves;

/// <summary>
/// The order of a restore. It is data, kind → what it needs, so that users can add to it; waves follow from it, and
/// objects of one wave are created in parallel.
/// </summary>
public sealed class WaveOrder
{
    // Static fields are set in the order in which they stand: these before Default.
    private static readonly (string Landmark, string Name)[] Landmarks =
    [
        ("customresourcedefinitions.apiextensions.k8s.io", "definitions"),
        ("namespaces", "namespaces"),
        ("serviceaccounts", "classes, roles, service accounts, configuration, services"),
        ("secrets", "volumes, secrets, role bindings"),
        ("persistentvolumeclaims", "claims"),
        ("pods", "pods"),
        ("statefulsets.apps", "workloads"),
        ("deployments.apps", "deployments, cron jobs"),
        ("*", "everything else"),
        ("resourcequotas", "quotas, webhooks, aggregated APIs"),
    ];

    private readonly IReadOnlyList<WaveDependency> added;
    private readonly FrozenDictionary<GroupResource, int> waveOf;

    private WaveOrder(IReadOnlyList<WaveDependency> additional)
    {
        added = additional;
        var graph = new WaveGraph(DefaultWaveDependencies.Lines, additional);
        var layers = graph.Resources.GroupBy(graph.LayerOf).OrderBy(layer => layer.Key).ToArray();
        Waves =
        [
            .. layers.Select((layer, number) => new Wave(
                number, NameOf(layer), [.. layer.OrderBy(resource => resource.ToString(), StringComparer.Ordinal)])),
        ];
        waveOf = Waves.SelectMany(wave => wave.Resources.Select(resource => KeyValuePair.Create(resource, wave.Number)))
            .ToFrozenDictionary();
    }

    /// <summary>Stands for every resource that no dependency names, custom resources above all.</summary>
    public static GroupResource EverythingElse { get; } = new("*", "");

    public static WaveOrder Default { get; } = new([]);

    /// <summary>The waves, first to last.</summary>
    public IReadOnlyList<Wave> Waves { get; }

    /// <summary>All dependencies that the waves follow from: the default ones, then those added.</summary>
    public IReadOnlyList<WaveDependency> Dependencies => [.. DefaultWaveDependencies.Lines, .. added];

    /// <summary>The number of the wave in which the resource's objects are created.</summary>
    public int WaveOf(GroupResource r) => waveOf.TryGetValue(r, out var wave) ? wave : waveOf[EverythingElse];

    /// <summary>This order with more dependencies. Added ones can only tighten the order, never loosen it.</summary>
    /// <exception cref="WaveCycleException">Together with the present ones they have a cycle.</exception>
    public WaveOrder With(IEnumerable<WaveDependency> additional)
    {
        ArgumentNullException.ThrowIfNull(additional);
        return new WaveOrder([.. added, .. additional]);
    }

    /// <inheritdoc cref="With(IEnumerable{WaveDependency})"/>
    public WaveOrder With(GroupResource resource, params IReadOnlyList<GroupResource> needs) =>
        With([new WaveDependency(resource, needs)]);

    private static string NameOf(IEnumerable<GroupResource> resources)
    {
        var all = resources.ToArray();
        foreach (var (landmark, name) in Landmarks)
        {
            if (all.Contains(GroupResource.Parse(landmark)))
            {
                return name;
            }
        }

        return string.Join(", ", all.Select(resource => resource.ToString()).Order(StringComparer.Ordinal));
    }
}
