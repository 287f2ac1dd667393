using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Envelopes;

/// <summary>What an envelope holds the key of: a backup, or the record of a restore from one.</summary>
internal sealed record EnvelopeOwner
{
    private readonly string name;
    private readonly bool isBackup;

    private EnvelopeOwner(string name, bool isBackup, string path)
    {
        BackupName.Validate(name);
        this.name = name;
        this.isBackup = isBackup;
        Path = path;
    }

    /// <summary>What it is called in errors.</summary>
    public string Title => isBackup ? $"Backup \"{name}\"" : $"The record of restore \"{name}\"";

    /// <summary>Where the envelope lies.</summary>
    public string Path { get; }

    /// <summary>Where what needs the key is recorded, once it is whole.</summary>
    public string Record => isBackup ? ArchiveLayout.Manifest(name) : ArchiveLayout.RestoreRecord(name);

    /// <summary>What the envelope's proof is about: a backup's name, which has no slash in it, or the envelope's path.</summary>
    public string Proven => isBackup ? name : Path;

    public static EnvelopeOwner Backup(string name) => new(name, isBackup: true, ArchiveLayout.KeyEnvelope(name));

    /// <param name="name">The restore.</param>
    /// <param name="run">The run that records it.</param>
    public static EnvelopeOwner Restore(string name, string run) =>
        new(name, isBackup: false, ArchiveLayout.RestoreKeyEnvelope(name, run));

    /// <summary>That of a record which says where its envelope is; null where no run of that restore puts one.</summary>
    public static EnvelopeOwner? Recorded(string restore, string envelope)
    {
        if (!BackupName.IsValid(restore))
        {
            return null;
        }

        var folder = ArchiveLayout.RestoreKeyEnvelopes(restore);
        return envelope.StartsWith(folder, StringComparison.Ordinal) && StorePath.IsSegment(envelope.AsSpan(folder.Length))
            ? new(restore, isBackup: false, envelope)
            : null;
    }

    /// <summary>There is something that needs the key, and no key.</summary>
    public WorkflowsException Missing(Exception? inner = null) => Damaged(
        $"the file is missing, and without the key in it nothing of the {(isBackup ? "backup" : "record")} can be read", inner);

    /// <summary>There is neither the key nor what would need it.</summary>
    public WorkflowsException Gone(Uri store, Exception? inner = null) => new(
        ErrorKind.NotFound,
        $"{Title} is not in {store} any more, nor its key ({Path}): it was deleted. Work that needs it can't go on.",
        inner);

    /// <summary>The envelope is that of something else.</summary>
    public WorkflowsException OfAnother() => isBackup
        ? new BackupConflictException(
            name, "has the key envelope of another backup of that name", $"Remove what is left of that one: workflows backup delete {name}")
        : Damaged("it is the envelope of another restore");

    public WorkflowsException Damaged(string what, Exception? inner = null) => isBackup
        ? new ArchiveDamagedException(name, Path, what, inner)
        : new WorkflowsException(ErrorKind.Damaged, $"{Title} is damaged: {Path}: {what}.", inner);
}
