namespace Workflows.Core.Volumes;

/// <summary>The labels and annotations by which movers are found again.</summary>
public static class MoverLabels
{
    /// <summary>Whose Jobs they are: by this they are listed.</summary>
    public const string App = "app.kubernetes.io/name";

    public const string AppValue = "workflows-mover";

    /// <summary>The identity of the backup or restore.</summary>
    public const string Run = "workflows.dev/run";

    /// <summary>The store that the run works with.</summary>
    public const string Store = "workflows.dev/store";

    /// <summary>The name of the backup, or of the one that is restored from.</summary>
    public const string Backup = "workflows.dev/backup";

    /// <summary>The name of the restore; not on a backup's movers.</summary>
    public const string Restore = "workflows.dev/restore";

    /// <summary>The claim's name.</summary>
    public const string Claim = "workflows.dev/claim";

    /// <summary>On a claim: the identity of the restore that wrote, or began to write, its data. No other may.</summary>
    public const string FilledBy = "workflows.dev/filled-by";

    /// <summary>All movers of a run.</summary>
    public static string SelectRun(Guid run) => $"{App}={AppValue},{Run}={run:D}";

    /// <summary>All movers that work with a store.</summary>
    public static string SelectStore(string store) => $"{App}={AppValue},{Store}={MoverNames.StoreTag(store)}";
}
