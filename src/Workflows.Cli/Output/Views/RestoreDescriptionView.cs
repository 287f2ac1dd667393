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
        if (document.KeyNeeded is null)
        {
            output.Field("Cluster", $"{restore.Context}, {document.ServerVersion}");
        }

        output.Field("Started", Humanize.Moment(restore.StartedAt ?? default));
        output.Field("Completed", Humanize.Moment(restore.CompletedAt ?? default));
        if (document.Selection is { } selection)
        {
            SelectionView.Write(output, selection);
        }

        if (document.NamespaceMappings is { Count: > 0 } mappings)
        {
            output.Field("Mapped", string.Join(", ", mappings.Select(m => $"{m.Key} to {m.Value}")));
        }

        if (document.Claim is { } claim)
        {
            output.Field("Claim", document.Into == claim ? claim : $"{claim} into {document.Into}");
        }

        if (document.StorageClassMappings is { } classes)
        {
            output.Field("Classes", string.Join(", ", classes.Select(m => $"{m.Key} to {m.Value}")));
        }

        if (document.ClaimSizes is { } sizes)
        {
            output.Field("Sizes", string.Join(", ", sizes.Select(m => $"{m.Key} {m.Value}")));
        }

        if (document.Conflict is { } conflict)
        {
            output.Field("Conflicts", conflict is Core.Restores.ConflictMode.Update
                ? "updated to be as archived"
                : "skipped: what was there stayed as it was");
        }

        RestoreCreatedView.WriteCounts(output, restore);
        if (document.KeyNeeded is { } needed)
        {
            output.Line(needed, Tone.Attention);
        }

        VolumesView.Write(output, document.Volumes);
        HooksView.Write(output, document.Hooks);
        ProblemsView.Write(output, document.Problems ?? []);
        if (document.Objects is { Count: > 0 } objects)
        {
            output.Heading("Objects");
            OutcomesView.Write(output, objects);
        }
    }
}
