using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary><c>backup describe</c> for people.</summary>
internal static class BackupDescriptionView
{
    public static void Write(TextOutput output, BackupDescriptionDocument document)
    {
        WriteSummary(output, document);
        SelectionView.Write(output, document.Selection);
        output.Field("Secrets", document.IncludeSecrets switch
        {
            true => document.KeyId is null ? "included, in the clear" : "included, encrypted",
            false => "left out",
            null => "not recorded",
        });
        WriteRevisions(output, document);
        WriteKinds(output, document);
        VolumesView.Write(output, document.Volumes);
        output.Heading("Left out of every backup");
        var exclusions = new TextTable(new("RESOURCE"), new("REASON"));
        foreach (var exclusion in document.Exclusions)
        {
            exclusions.Add(exclusion.Resource, exclusion.Reason);
        }

        output.Table(exclusions);
        ProblemsView.Write(output, document.Problems);
        if (document.Objects is { } objects)
        {
            WriteObjects(output, objects);
        }
    }

    private static void WriteSummary(TextOutput output, BackupDescriptionDocument document)
    {
        var backup = document.Backup;
        output.Field("Backup", backup.Name, Tone.Strong);
        output.Field("Phase", backup.Phase, PhaseTone.Of(backup.Phase));
        output.Field("Store", document.Store);
        output.Field("Uid", document.BackupUid.ToString());
        output.Field("Format", $"version {document.FormatVersion}");
        if (document.KeyId is { } keyId)
        {
            output.Field("Encrypted", $"with the key {keyId}");
        }

        output.Field("Cluster", string.Join(", ", new[]
        {
            document.Context is null ? null : $"context {document.Context}",
            document.ServerVersion,
            document.ClusterUid is null ? null : $"uid {document.ClusterUid}",
        }.Where(part => part is not null)));
        output.Field("Created", Humanize.Moment(backup.CreatedAt ?? default));
        if (backup.ExpiresAt is { } expires)
        {
            output.Field("Kept until", Humanize.Moment(expires));
        }

        WriteProtection(output, backup, document.Protection);

        output.Field("Objects", Humanize.Count(backup.Objects ?? 0));
        output.Field("Size", Humanize.Bytes(backup.Bytes ?? 0));
    }

    private static void WriteProtection(TextOutput output, BackupDocument backup, ProtectionDocument? protection)
    {
        if (backup.LockedUntil is { } until)
        {
            output.Field("Locked until", Humanize.Moment(until) + (protection?.StoreLockedUntil >= until
                ? $", by the store, too ({protection!.StoreLockMode})"
                : ", by Workflows alone"));
        }

        if (protection?.HeldSince is { } since)
        {
            output.Field("Held since", Humanize.Moment(since)
                + (protection.StoreHeld is true ? ", by the store, too" : ", by Workflows alone")
                + (protection.HoldReason is { } reason ? $": {reason}" : ""));
        }
    }

    private static void WriteRevisions(TextOutput output, BackupDescriptionDocument document)
    {
        output.Field("Revision", document.MixedRevisions.Count == 0
            ? $"{document.Revision}: everything at one moment"
            : $"{document.Revision}, but for what is listed here");
        if (document.MixedRevisions.Count == 0)
        {
            return;
        }

        output.Heading("Read at another revision");
        var table = new TextTable(new("RESOURCE"), new("NAMESPACE"), new("REVISION", Right: true), new("REASON"));
        foreach (var mixed in document.MixedRevisions)
        {
            table.Add(mixed.Resource, Cells.OrDash(mixed.Namespace), mixed.Revision, mixed.Reason);
        }

        output.Table(table);
    }

    private static void WriteKinds(TextOutput output, BackupDescriptionDocument document)
    {
        output.Heading("Objects of each kind");
        var table = new TextTable(new("RESOURCE"), new("OBJECTS", Right: true));
        foreach (var kind in document.Kinds)
        {
            table.Add(kind.Resource, Humanize.Count(kind.Objects));
        }

        output.Table(table);
    }

    private static void WriteObjects(TextOutput output, IReadOnlyList<ObjectDocument> objects)
    {
        output.Heading("Objects");
        var table = new TextTable(new("RESOURCE"), new("NAMESPACE"), new("NAME"));
        foreach (var item in objects)
        {
            table.Add(item.Resource, Cells.OrDash(item.Namespace), item.Name);
        }

        output.Table(table);
    }
}
