using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>backup create</c> for people.</summary>
internal static class BackupCreatedView
{
    private const int ProblemsShown = 5;

    public static void Write(TextOutput output, BackupCreatedDocument document)
    {
        var backup = document.Backup;
        output.Field("Backup", backup.Name, Tone.Strong);
        output.Field("Phase", backup.Phase, PhaseTone.Of(backup.Phase));
        output.Field("Store", document.Store);
        output.Field("Objects", Humanize.Count(backup.Objects ?? 0));
        output.Field("Size", $"{Humanize.Bytes(backup.Bytes ?? 0)} ({Humanize.Bytes(document.PlainBytes)} unpacked)");
        output.Field("Took", Humanize.Duration(TimeSpan.FromSeconds(document.DurationSeconds)));
        if (backup.ExpiresAt is { } expires)
        {
            output.Field("Kept until", Humanize.Moment(expires));
        }

        output.Field("One moment", document.Revisions switch
        {
            [] => "no, each list as it was when its turn came, as asked",
            [var revision] => $"yes, revision {revision}",
            var several => $"no, {several.Count} revisions; 'workflows backup describe {backup.Name}' lists them",
        });
        ProblemsView.Write(output, document.Problems, ProblemsShown, $"workflows backup describe {backup.Name}");
    }
}
