using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>restore describe</c> for people.</summary>
internal static class RestoreDescriptionView
{
    public static void Write(TextOutput output, RestoreDescriptionDocument document)
    {
        var restore = document.Restore;
        output.Field("Restore", restore.Name, Tone.Strong);
        output.Field("Phase", restore.Phase, PhaseTone.Of(restore.Phase));
        output.Field("Backup", $"{restore.Backup}, uid {document.BackupUid}");
        output.Field("Store", document.Store);
        output.Field("Cluster", $"{restore.Context}, {document.ServerVersion}");
        output.Field("Started", Humanize.Moment(restore.StartedAt ?? default));
        output.Field("Completed", Humanize.Moment(restore.CompletedAt ?? default));
        SelectionView.Write(output, document.Selection);
        if (document.NamespaceMappings.Count > 0)
        {
            output.Field("Mapped", string.Join(", ", document.NamespaceMappings.Select(m => $"{m.Key} to {m.Value}")));
        }

        output.Field("Conflicts", document.Conflict is Core.Restores.ConflictMode.Update
            ? "updated to be as archived"
            : "skipped: what was there stayed as it was");
        RestoreCreatedView.WriteCounts(output, restore);
        ProblemsView.Write(output, document.Problems);
        if (document.Objects.Count > 0)
        {
            output.Heading("Objects");
            OutcomesView.Write(output, document.Objects);
        }
    }
}
