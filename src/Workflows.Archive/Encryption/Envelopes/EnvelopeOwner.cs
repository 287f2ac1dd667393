using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Envelopes;

/// <summary>What an envelope holds the key of: a backup, or the record of a restore from one.</summary>
internal sealed record EnvelopeOwner
{
    private readonly string name;
    private readonly bool isBackup;

    private EnvelopeOwner(string name, bool isBackup)
    {
        BackupName.Validate(name);
        this.name = name;
        this.isBackup = isBackup;
    }

    /// <summary>What it is called in errors.</summary>
    public string Title => isBackup ? $"Backup \"{name}\"" : $"The record of restore \"{name}\"";

    /// <summary>Where the envelope lies.</summary>
    public string Path => isBackup ? ArchiveLayout.KeyEnvelope(name) : ArchiveLayout.RestoreKeyEnvelope(name);

    /// <summary>Where what needs the key is recorded, once it is whole.</summary>
    public string Record => isBackup ? ArchiveLayout.Manifest(name) : ArchiveLayout.RestoreRecord(name);

    /// <summary>What the envelope's proof is about: no backup's name has a slash in it.</summary>
    public string Proven => isBackup ? name : $"restore/{name}";

    public static EnvelopeOwner Backup(string name) => new(name, isBackup: true);

    public static EnvelopeOwner Restore(string name) => new(name, isBackup: false);

    public WorkflowsException Missing(Exception? inner = null) => Damaged(
        $"the file is missing, and without the key in it nothing of the {(isBackup ? "backup" : "record")} can be read", inner);

    public WorkflowsException Damaged(string what, Exception? inner = null) => isBackup
        ? new ArchiveDamagedException(name, Path, what, inner)
        : new WorkflowsException(ErrorKind.Damaged, $"{Title} is damaged: {Path}: {what}.", inner);
}
