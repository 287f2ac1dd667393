using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;

namespace Workflows.Archive.Encryption.Envelopes;

/// <summary>What an envelope holds the key of: a backup, the record of a restore from one, or a volume's backups.</summary>
internal sealed record EnvelopeOwner
{
    private readonly string name;
    private readonly Kind kind;

    private EnvelopeOwner(string name, Kind kind, string path, string title)
    {
        Title = title;
        this.name = name;
        this.kind = kind;
        Path = path;
    }

    private enum Kind
    {
        Backup,
        Restore,
        Volume,
    }

    /// <summary>What it is called in errors.</summary>
    public string Title { get; }

    /// <summary>Where the envelope lies.</summary>
    public string Path { get; }

    /// <summary>
    /// Where what needs the key is recorded, once it is whole; null for a volume, whose key any number of backups need.
    /// </summary>
    public string? Record => kind switch
    {
        Kind.Backup => ArchiveLayout.Manifest(name),
        Kind.Restore => ArchiveLayout.RestoreRecord(name),
        _ => null,
    };

    /// <summary>What the envelope's proof is about: a backup's name, which has no slash in it, or the envelope's path.</summary>
    public string Proven => kind == Kind.Backup ? name : Path;

    public static EnvelopeOwner Backup(string name)
    {
        BackupName.Validate(name);
        return new(name, Kind.Backup, ArchiveLayout.KeyEnvelope(name), $"Backup \"{name}\"");
    }

    /// <param name="name">The restore.</param>
    /// <param name="run">The run that records it.</param>
    public static EnvelopeOwner Restore(string name, string run)
    {
        BackupName.Validate(name);
        return Restored(name, ArchiveLayout.RestoreKeyEnvelope(name, run));
    }

    /// <summary>All backups of a volume.</summary>
    /// <param name="name">The volume.</param>
    /// <param name="title">Which of them needs the key, as a sentence begins; null for any.</param>
    /// <exception cref="StorePathException">It can't be a volume's name.</exception>
    public static EnvelopeOwner Volume(string name, string? title = null)
    {
        var path = ArchiveLayout.VolumeKeyEnvelope(name);
        StorePath.Validate(path);
        return StorePath.IsSegment(name)
            ? new(name, Kind.Volume, path, title ?? $"Volume \"{name}\"")
            : throw new StorePathException(name, "a volume is one segment");
    }

    /// <summary>That of a record which says where its envelope is; null where no run of that restore puts one.</summary>
    public static EnvelopeOwner? Recorded(string restore, string envelope)
    {
        if (!BackupName.IsValid(restore))
        {
            return null;
        }

        var folder = ArchiveLayout.RestoreKeyEnvelopes(restore);
        return envelope.StartsWith(folder, StringComparison.Ordinal) && StorePath.IsSegment(envelope.AsSpan(folder.Length))
            ? Restored(restore, envelope)
            : null;
    }

    /// <summary>There is something that needs the key, and no key.</summary>
    public WorkflowsException Missing(Exception? inner = null) => Damaged(
        $"the file is missing, and without the key in it nothing of the {Needing} can be read", inner);

    /// <summary>There is neither the key nor what would need it.</summary>
    public WorkflowsException Gone(Uri store, Exception? inner = null) => new(
        ErrorKind.NotFound,
        $"{Title} is not in {store} any more, nor its key ({Path}): it was deleted. Work that needs it can't go on.",
        inner);

    /// <summary>The envelope is that of something else.</summary>
    public WorkflowsException OfAnother() => kind == Kind.Backup
        ? new BackupConflictException(
            name, "has the key envelope of another backup of that name", $"Remove what is left of that one: workflows backup delete {name}")
        : Damaged($"it is the envelope of another {(kind == Kind.Restore ? "restore" : "volume")}");

    public WorkflowsException Damaged(string what, Exception? inner = null) => kind == Kind.Backup
        ? new ArchiveDamagedException(name, Path, what, inner)
        : new WorkflowsException(ErrorKind.Damaged, $"{Title} is damaged: {Path}: {what}.", inner);

    private static EnvelopeOwner Restored(string name, string path) =>
        new(name, Kind.Restore, path, $"The record of restore \"{name}\"");

    private string Needing => kind switch
    {
        Kind.Backup => "backup",
        Kind.Restore => "record",
        _ => "volume's encrypted backups",
    };
}
