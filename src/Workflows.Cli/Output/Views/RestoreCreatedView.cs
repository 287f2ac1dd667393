using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>restore create</c> for people.</summary>
internal static class RestoreCreatedView
{
    private const int Shown = 5;

    public static void Write(TextOutput output, RestoreCreatedDocument document)
    {
        var restore = document.Restore;
        output.Field("Restore", restore.Name, Tone.Strong);
        output.Field("Backup", restore.Backup ?? "");
        output.Field("Phase", restore.Phase, PhaseTone.Of(restore.Phase));
        output.Field("Took", Humanize.Duration(TimeSpan.FromSeconds(document.DurationSeconds)));
        WriteCounts(output, restore);
        if (document.Failed.Count > 0)
        {
            output.Heading("Failed or different");
            foreach (var failed in document.Failed.Take(Shown))
            {
                output.Line($"  {OutcomesView.NameOf(failed)}: {failed.Reason}", Tone.Bad);
            }

            WriteRest(output, document.Failed.Count, restore.Name);
        }

        ProblemsView.Write(output, document.Problems, Shown, $"workflows restore describe {restore.Name}");
    }

    /// <summary>What became of the objects, and how the cluster compares with the archive.</summary>
    public static void WriteCounts(TextOutput output, RestoreDocument restore)
    {
        if (restore.Outcomes is { } counts)
        {
            output.Field("Objects", string.Join(", ",
                $"{Humanize.Count(counts.Created)} created",
                $"{Humanize.Count(counts.Unchanged)} unchanged",
                $"{Humanize.Count(counts.Updated)} updated",
                $"{Humanize.Count(counts.Skipped)} skipped",
                $"{Humanize.Count(counts.Failed)} failed"));
        }

        if (restore is { Compared: { } compared, Different: { } different })
        {
            output.Field(
                "Compared",
                $"{Humanize.Plural(compared, "object")} with the archive, "
                    + (different == 0 ? "all equal" : $"{Humanize.Count(different)} different"),
                different == 0 ? Tone.Good : Tone.Attention);
        }
    }

    private static void WriteRest(TextOutput output, int count, string restore)
    {
        if (count > Shown)
        {
            output.Line($"  and {Humanize.Count(count - Shown)} more: workflows restore describe {restore}");
        }
    }
}
