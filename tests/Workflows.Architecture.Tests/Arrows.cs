namespace Workflows.Architecture.Tests;

/// <summary>Which project may reference which, each with the reason for its limits.</summary>
internal static class Arrows
{
    public static readonly IReadOnlyDictionary<string, (string[] Allowed, string Reason)> Allowed =
        new Dictionary<string, (string[] Allowed, string Reason)>(StringComparer.Ordinal)
        {
            ["Workflows.Core"] = ([], "records and pure functions: what everything else agrees on"),
            ["Workflows.Durable"] = (["Workflows.Core"], "the port must not know any engine or any job"),
            ["Workflows.Engine"] = (["Workflows.Durable"], "an engine runs orchestrations without knowing them"),
            ["Workflows.Kubernetes"] = (["Workflows.Core"], "a client of the API, not of the jobs that use it"),
            ["Workflows.Archive"] = (["Workflows.Core"], "a format and its stores, readable without any cluster"),
            ["Workflows.Volumes"] =
                (["Workflows.Archive"], "directory trees in a store, read and written without any cluster"),
            ["Workflows.Mover"] =
                (["Workflows.Core", "Workflows.Archive", "Workflows.Volumes"],
                "what runs beside somebody's data knows a volume and a store, no cluster and no job"),
            ["Workflows.Clouds"] =
                (["Workflows.Core", "Workflows.Kubernetes", "Workflows.Archive"],
                "opens clusters and keys with the identity of this process: the only place that knows tokens of clouds"),
            ["Workflows.Orchestrations"] =
                (["Workflows.Durable"], "deterministic code that can't reach a cluster, a store or a clock"),
            ["Workflows.Activities"] =
                (["Workflows.Orchestrations", "Workflows.Kubernetes", "Workflows.Archive", "Workflows.Volumes", "Workflows.Clouds"],
                "the side effects that orchestrations name; which engine calls them is not theirs to know"),
            ["Workflows.Functions"] =
                (["Workflows.Api", "Workflows.Activities"],
                "a host: it hands names to Azure and its calls to what is registered under them"),
            ["Workflows.Api"] =
                (["Workflows.Activities"],
                "what is managed and how it is told, for any engine behind it and any web server before it"),
            ["Workflows.Cli"] =
                (["Workflows.Api", "Workflows.Activities", "Workflows.Engine", "Workflows.Volumes"],
                "an edge: it puts the parts together"),
        };
}
