using Workflows.Core.Applications;
using Workflows.Core.Hooks;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Plans.Reading.Rules;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Core.Plans;

/// <summary>
/// Reads hooks, applications and volume policies from YAML files of their own. The same may stand in plans and requests.
/// One file of hooks, or of applications, serves backups and restores: each takes its part.
/// </summary>
public static class RuleReader
{
    /// <summary>Reads the hooks of a backup.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is called in errors: a file's name.</param>
    /// <exception cref="PlanException">Something in it is wrong, or nothing in it is for this; every problem is told with its line.</exception>
    public static IReadOnlyList<HookRule> BackupHooks(string text, string source) =>
        NotEmpty(HookParts.ForBackup(Hooks(text, source)), source, HookParts.NothingForBackup);

    /// <summary>Reads the hooks of a restore.</summary>
    /// <inheritdoc cref="BackupHooks"/>
    public static IReadOnlyList<HookRule> RestoreHooks(string text, string source) =>
        NotEmpty(HookParts.ForRestore(Hooks(text, source)), source, HookParts.NothingForRestore);

    /// <summary>Reads what a backup does for applications, one a document.</summary>
    /// <inheritdoc cref="BackupHooks"/>
    public static ApplicationRules BackupApplications(string text, string source)
    {
        var rules = Applications(text, source);
        return rules with { Hooks = HookParts.ForBackup(rules) };
    }

    /// <summary>Reads what a restore runs for applications.</summary>
    /// <inheritdoc cref="BackupHooks"/>
    public static IReadOnlyList<HookRule> RestoreApplications(string text, string source) =>
        NotEmpty(HookParts.ForRestore(Applications(text, source).Hooks), source, HookParts.NothingToLoad);

    /// <summary>Reads volume policies, in the form of Velero's resource policies.</summary>
    /// <inheritdoc cref="BackupHooks"/>
    public static VolumePolicies VolumePolicies(string text, string source) => Only(text, source, PolicyFile)!;

    private static VolumePolicies? PolicyFile(FieldReader fields)
    {
        const string Version = "v1";
        fields.Report("kind", fields.Has("kind") ? ["This is a Kubernetes object; the policies are what stands in its data, as a file of its own."] : []);
        fields.Report("includeExcludePolicy", fields.Has("includeExcludePolicy")
            ? ["This is said by the selection: --include-resources, --exclude-resources."]
            : []);
        fields.Require("version");
        fields.Word("version", [Version], "Always this.");
        fields.Require("volumePolicies");
        return VolumePolicyFields.Find(fields);
    }

    private static IReadOnlyList<HookRule> Hooks(string text, string source) => Only(text, source, HookFields.Read);

    private static ApplicationRules Applications(string text, string source)
    {
        var problems = new List<PlanProblem>();
        var applications = PlanDocuments.Read(text, source)
            .Select(document => Read(document, problems, ApplicationFields.Read)).OfType<DeclaredApplication>().ToArray();
        problems.AddRange(ApplicationFields.ProblemsOf(applications).Select(problem => new PlanProblem(0, "", problem)));
        ThrowIfAny(problems, source);
        return applications.Length > 0
            ? ApplicationRules.Of(applications.Select(application => application.Rules))
            : throw Nothing(source, "This holds no ProtectedApplication.");
    }

    private static T Only<T>(string text, string source, Func<FieldReader, T> read)
        where T : class?
    {
        var problems = new List<PlanProblem>();
        var value = PlanDocuments.Read(text, source) switch
        {
            [var only] => Read(only, problems, read),
            [] => throw Nothing(source, "This is empty."),
            [_, var second, ..] => throw new PlanException(source, [new(second.Line, "", "Here begins a second document, and there must be one only.")]),
        };
        ThrowIfAny(problems, source);
        return value!;
    }

    private static T? Read<T>(PlanNode document, List<PlanProblem> problems, Func<FieldReader, T> read)
        where T : class?
    {
        if (document is PlanMapping mapping)
        {
            return FieldReader.Read(mapping, "", problems, read);
        }

        problems.Add(new(document.Line, "", "Fields are expected here, and their values."));
        return null;
    }

    private static IReadOnlyList<HookRule> NotEmpty(IReadOnlyList<HookRule> rules, string source, string otherwise) =>
        rules.Count > 0 ? rules : throw Nothing(source, otherwise);

    private static PlanException Nothing(string source, string problem) => new(source, [new(0, "", problem)]);

    private static void ThrowIfAny(List<PlanProblem> problems, string source)
    {
        if (problems.Count > 0)
        {
            throw new PlanException(source, [.. problems.OrderBy(problem => problem.Line)]);
        }
    }
}
