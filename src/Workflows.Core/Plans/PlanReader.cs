using Workflows.Core.Plans.Reading;

namespace Workflows.Core.Plans;

/// <summary>Reads what people declare in YAML, or in JSON, which is YAML too.</summary>
public static class PlanReader
{
    /// <summary>Reads every document of a text, or none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is called in errors: a file's name.</param>
    /// <exception cref="PlanException">Something in it is wrong; every problem is told with its line.</exception>
    public static IReadOnlyList<PlanResource> Read(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new List<PlanProblem>();
        var resources = new List<PlanResource>();
        var names = new HashSet<(Type, string)>();
        foreach (var document in PlanDocuments.Read(text, source))
        {
            if (ReadOne(document, problems) is not { } resource)
            {
                continue;
            }

            resources.Add(resource);
            if (!names.Add((resource.GetType(), resource.Name)) && resource.Name.Length > 0)
            {
                problems.Add(new(document.Line, "metadata.name", $"\"{resource.Name}\" is declared twice."));
            }
        }

        return problems.Count == 0
            ? resources
            : throw new PlanException(source, [.. problems.OrderBy(problem => problem.Line)]);
    }

    private static PlanResource? ReadOne(PlanNode document, List<PlanProblem> problems)
    {
        if (document is not PlanMapping mapping)
        {
            problems.Add(new(document.Line, "", "A document has fields: apiVersion, kind, metadata and spec."));
            return null;
        }

        if (!ResourceFields.Kinds.TryGetValue(TextOf(mapping, "kind"), out var read))
        {
            problems.Add(new(
                LineOf(mapping, "kind"), "kind", $"One of {string.Join(", ", ResourceFields.Kinds.Keys)} is expected here."));
            return null;
        }

        if (TextOf(mapping, "apiVersion") is { Length: > 0 } version && version != PlanResource.ApiVersion)
        {
            problems.Add(new(LineOf(mapping, "apiVersion"), "apiVersion", $"{PlanResource.ApiVersion} is expected here."));
            return null;
        }

        return FieldReader.Read(mapping, "", problems, read);
    }

    private static string TextOf(PlanMapping mapping, string name) =>
        mapping.Fields.TryGetValue(name, out var field) && field.Value is PlanScalar { IsNull: false } scalar ? scalar.Text : "";

    private static long LineOf(PlanMapping mapping, string name) =>
        mapping.Fields.TryGetValue(name, out var field) ? field.Line : mapping.Line;
}
