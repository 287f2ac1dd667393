using System.Text.Json;
using Workflows.Core.Plans.Reading;

namespace Workflows.Core.Plans;

/// <summary>Reads what people declare in YAML, or in JSON, which is YAML too.</summary>
public static class PlanReader
{
    /// <summary>Reads every document of a text, or none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is called in errors: a file's name.</param>
    /// <exception cref="PlanException">Something in it is wrong; every problem is told with its line.</exception>
    public static IReadOnlyList<PlanResource> Read(string text, string source) =>
        [.. ReadDeclared([new PlanText(source, text)]).Select(declared => declared.Resource)];

    /// <summary>Reads every document of several texts, or none of any; no two may declare the same.</summary>
    /// <exception cref="PlanException">Something in them is wrong; every problem of every text is told with its line.</exception>
    public static IReadOnlyList<DeclaredResource> ReadDeclared(IReadOnlyList<PlanText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var problems = new List<PlanProblem>();
        var resources = new List<DeclaredResource>();
        var names = new HashSet<(Type, string)>();
        foreach (var (source, text) in texts)
        {
            ArgumentNullException.ThrowIfNull(text);
            var found = new List<PlanProblem>();
            try
            {
                ReadText(text, source, names, resources, found);
            }
            catch (PlanException wrong)
            {
                // No YAML at all: the other files may have problems of their own.
                found.AddRange(wrong.Problems);
            }

            problems.AddRange(found.OrderBy(problem => problem.Line).Select(problem => problem with { Source = source }));
        }

        return problems.Count == 0 ? resources : throw new PlanException(texts[0].Source, problems);
    }

    /// <summary>Reads a document that was kept (<see cref="DeclaredResource.ToJson"/>), whoever wrote it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="source">What it is called in errors.</param>
    /// <exception cref="PlanException">Something in it is wrong; every problem is told with its field.</exception>
    public static DeclaredResource ReadKept(JsonElement document, string source)
    {
        var problems = new List<PlanProblem>();
        var resource = ReadOne(PlanJson.Read(document), source, problems);
        return problems.Count == 0 && resource is not null
            ? resource
            : throw new PlanException(source, [.. problems.Select(problem => problem with { Source = source })]);
    }

    private static void ReadText(
        string text, string source, HashSet<(Type, string)> names, List<DeclaredResource> resources, List<PlanProblem> problems)
    {
        foreach (var document in PlanDocuments.Read(text, source))
        {
            if (ReadOne(document, source, problems) is not { } declared)
            {
                continue;
            }

            resources.Add(declared);
            var name = declared.Resource.Name;
            if (!names.Add((declared.Resource.GetType(), name)) && name.Length > 0)
            {
                problems.Add(new(document.Line, "metadata.name", $"\"{name}\" is declared twice."));
            }
        }
    }

    private static DeclaredResource? ReadOne(PlanNode document, string source, List<PlanProblem> problems)
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

        return new DeclaredResource(FieldReader.Read(mapping, "", problems, read), mapping, source);
    }

    private static string TextOf(PlanMapping mapping, string name) =>
        mapping.Fields.TryGetValue(name, out var field) && field.Value is PlanScalar { IsNull: false } scalar ? scalar.Text : "";

    private static long LineOf(PlanMapping mapping, string name) =>
        mapping.Fields.TryGetValue(name, out var field) ? field.Line : mapping.Line;
}
