using System.Text.Json.Nodes;
using Workflows.Core.Plans.Reading;

namespace Workflows.Core.Plans;

/// <summary>A resource as somebody declared it: what it means, and the fields that were given.</summary>
public sealed class DeclaredResource
{
    private readonly PlanMapping document;

    internal DeclaredResource(PlanResource resource, PlanMapping document, string source) =>
        (Resource, this.document, Source) = (resource, document, source);

    public PlanResource Resource { get; }

    public ResourceKind Kind => ResourceKind.Of(Resource);

    /// <summary>What it was read from: a file's name.</summary>
    public string Source { get; }

    /// <summary>The kind and the name as they are printed: <c>backupplan/nightly</c>.</summary>
    public string Title => $"{Kind.Singular}/{Resource.Name}";

    /// <summary>
    /// The fields that were given, in their order, without comments and without the defaults of those that were not: what
    /// is kept of it, and what reads as the same resource again.
    /// </summary>
    public JsonObject ToJson() => (JsonObject)PlanJson.Write(document)!;

    /// <summary>Something wrong with it beyond its form.</summary>
    /// <param name="field">The field, as in <c>spec.cluster</c>; its line is told as far as it stands there.</param>
    /// <param name="text">What, as a sentence.</param>
    public PlanProblem Problem(string field, string text)
    {
        ArgumentNullException.ThrowIfNull(field);
        var (line, node) = (document.Line, document);
        foreach (var name in field.Split('.'))
        {
            if (node is null || !node.Fields.TryGetValue(name, out var found))
            {
                break;
            }

            (line, node) = (found.Line, found.Value as PlanMapping);
        }

        return new PlanProblem(line, field, text) { Source = Source };
    }
}
