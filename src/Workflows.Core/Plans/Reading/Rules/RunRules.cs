using Workflows.Core.Applications;
using Workflows.Core.Hooks;

namespace Workflows.Core.Plans.Reading.Rules;

/// <summary>The hooks and applications of plans and requests, which stand there as they do in files of their own.</summary>
internal static class RunRules
{
    private const string Hooks = "hooks";

    private const string Applications = "applications";

    /// <summary>What a backup does.</summary>
    /// <param name="fields">The plan or the request.</param>
    /// <param name="areRun">Whether hooks are run at all.</param>
    public static ApplicationRules ForBackup(FieldReader fields, bool areRun)
    {
        var (hooks, applications) = Read(fields, areRun);
        var own = HookParts.ForBackup(hooks);
        fields.Report(Hooks, fields.Has(Hooks) && own.Count == 0 ? [HookParts.NothingForBackup] : []);
        return new([.. HookParts.ForBackup(applications), .. own], applications.Components);
    }

    /// <summary>What a restore runs.</summary>
    /// <inheritdoc cref="ForBackup"/>
    public static IReadOnlyList<HookRule> ForRestore(FieldReader fields, bool areRun)
    {
        var (hooks, applications) = Read(fields, areRun);
        var (own, theirs) = (HookParts.ForRestore(hooks), HookParts.ForRestore(applications.Hooks));
        fields.Report(Hooks, fields.Has(Hooks) && own.Count == 0 ? [HookParts.NothingForRestore] : []);
        fields.Report(Applications, fields.Has(Applications) && theirs.Count == 0 ? [HookParts.NothingToLoad] : []);
        return [.. theirs, .. own];
    }

    private static (IReadOnlyList<HookRule> Hooks, ApplicationRules Applications) Read(FieldReader fields, bool areRun)
    {
        var hooks = fields.Section(
            Hooks, "Hooks for pods that name none themselves, as Velero's spec.hooks. Default: none.", HookFields.Read);
        var applications = fields.Sections(
            Applications, "Applications, whose pods are backed up together: Backup for GKE's ProtectedApplication. Default: none.", ApplicationFields.Read);
        fields.Report(Applications, ApplicationFields.ProblemsOf(applications));
        foreach (var name in (string[])[Hooks, Applications])
        {
            fields.Report(name, fields.Has(name) && !areRun ? ["runHooks: false runs no hooks, these neither."] : []);
        }

        return (hooks ?? [], ApplicationRules.Of(applications.Select(application => application.Rules)));
    }
}
