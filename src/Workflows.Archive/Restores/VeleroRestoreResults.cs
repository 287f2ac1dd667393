using System.Text.Json.Nodes;
using Workflows.Core.Reports;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// <c>restore-NAME-results.gz</c>: errors and warnings, about the whole restore, objects of the cluster, and by
/// namespace (pkg/util/results/result.go). An object that failed is an error; one that is there otherwise than
/// archived is a warning.
/// </summary>
internal sealed class VeleroRestoreResults
{
    private readonly Messages errors = new();
    private readonly Messages warnings = new();

    public VeleroRestoreResults(RestoreReport report)
    {
        foreach (var problem in report.Problems)
        {
            var messages = problem.Severity is ProblemSeverity.Error ? errors : warnings;
            messages.AddGeneral($"{problem.Scope}: {problem.Message}", problem.Namespace);
        }
    }

    public void Add(ObjectOutcome outcome)
    {
        if (outcome.Outcome is RestoreOutcome.Failed)
        {
            errors.Add(outcome, outcome.Reason);
        }
        else if (outcome.Differences is { } differences)
        {
            warnings.Add(outcome, $"It is not as archived: {string.Join("; ", differences)}");
        }
        else if (outcome.KeptAsItWas)
        {
            warnings.Add(outcome, outcome.Reason);
        }
    }

    public JsonObject Build() => new() { ["errors"] = errors.Build(), ["warnings"] = warnings.Build() };

    private sealed class Messages
    {
        private readonly List<string> general = [];
        private readonly List<string> cluster = [];
        private readonly SortedDictionary<string, List<string>> namespaces = new(StringComparer.Ordinal);

        public void AddGeneral(string message, string? ns) => (ns is null ? general : Of(ns)).Add(message);

        public void Add(ObjectOutcome outcome, string? message) =>
            (outcome.Key.Namespace is { } ns ? Of(ns) : cluster).Add(
                $"{outcome.Key.Resource}/{outcome.Key.Name}: {message}");

        /// <summary>Empty groups are left out.</summary>
        public JsonObject Build()
        {
            var document = new JsonObject();
            Write(document, "velero", general);
            Write(document, "cluster", cluster);
            if (namespaces.Count > 0)
            {
                var groups = new JsonObject();
                foreach (var (ns, messages) in namespaces)
                {
                    Write(groups, ns, messages);
                }

                document["namespaces"] = groups;
            }

            return document;
        }

        private List<string> Of(string ns)
        {
            if (!namespaces.TryGetValue(ns, out var messages))
            {
                namespaces[ns] = messages = [];
            }

            return messages;
        }

        private static void Write(JsonObject document, string name, List<string> messages)
        {
            if (messages.Count > 0)
            {
                document[name] = new JsonArray([.. messages.Select(message => (JsonNode)message)]);
            }
        }
    }
}
