using System.Text;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Trees;

namespace Workflows.Cli.Output.Documents;

/// <summary><c>volume backup</c>, and each of <c>volume get</c>.</summary>
internal sealed record VolumeBackupDocument
{
    public VolumeBackupDocument(VolumeRecord record)
    {
        Name = record.Name;
        Volume = record.Volume;
        Source = record.IsLocked ? null : record.Source;
        Encrypted = record.Encryption is null ? null : true;
        Parent = record.Parent;
        StartedAt = record.StartedAt;
        CompletedAt = record.CompletedAt;
        Totals = record.Totals;
        Problems = record.Problems;
        Notes = record.Notes is [] ? null : record.Notes;
    }

    public string Name { get; }

    public string Volume { get; }

    /// <summary>Absent where it is encrypted, and was read without its key.</summary>
    public string? Source { get; }

    /// <summary>True for one that is encrypted; else absent.</summary>
    public bool? Encrypted { get; }

    public string? Parent { get; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset CompletedAt { get; }

    public VolumeTotals Totals { get; }

    public IReadOnlyList<VolumeProblem> Problems { get; }

    /// <summary>What is good to know and no problem; absent where there is nothing.</summary>
    public IReadOnlyList<string>? Notes { get; }
}

/// <summary><c>volume get</c>.</summary>
/// <param name="Store">The store that was looked into.</param>
/// <param name="Volumes">The volume backups, by name.</param>
internal sealed record VolumeListDocument(string Store, IReadOnlyList<VolumeBackupDocument> Volumes);

/// <summary><c>volume verify</c>.</summary>
/// <param name="Name">The volume backup's name.</param>
/// <param name="Ok">Whether everything is as it was written.</param>
/// <param name="Bytes">How many bytes were to be read.</param>
/// <param name="Damages">What is wrong; empty when all is well.</param>
internal sealed record VolumeVerificationDocument(string Name, bool Ok, long Bytes, IReadOnlyList<DamageDocument> Damages)
{
    /// <summary>What could not be checked without the key; absent when everything was.</summary>
    public string? NotChecked { get; init; }
}

/// <summary><c>volume restore</c>.</summary>
internal sealed record VolumeRestoreDocument
{
    public VolumeRestoreDocument(string name, string path, VolumeRestoreResult result)
    {
        Name = name;
        Path = path;
        Entries = result.Entries;
        Unchanged = result.Unchanged;
        Bytes = result.Bytes;
        ProblemCount = result.ProblemCount;
        Problems = result.Problems;
    }

    public string Name { get; }

    public string Path { get; }

    public long Entries { get; }

    public long Unchanged { get; }

    public long Bytes { get; }

    public long ProblemCount { get; }

    public IReadOnlyList<VolumeProblem> Problems { get; }
}

/// <summary><c>volume delete</c>.</summary>
/// <param name="Name">The volume backup's name.</param>
/// <param name="FreedBytes">What its deletion freed in the store.</param>
internal sealed record VolumeDeletionDocument(string Name, long FreedBytes)
{
    /// <summary>Why nothing could be freed now; absent where everything was.</summary>
    public string? Deferred { get; init; }
}

/// <summary><c>volume ls</c>.</summary>
/// <param name="Name">The volume backup's name.</param>
/// <param name="Entries">The entries, by path.</param>
internal sealed record VolumeContentsDocument(string Name, IReadOnlyList<VolumeEntryDocument> Entries);

/// <summary>An entry of a volume backup.</summary>
internal sealed record VolumeEntryDocument
{
    public VolumeEntryDocument(TreeEntry entry)
    {
        var bytes = entry.Path.ToBytes();
        var isText = entry.Path.Names.All(name => name.ToText() is not null);
        Path = isText ? Encoding.UTF8.GetString(bytes) : null;
        PathBytes = isText ? null : bytes;
        Shown = entry.Path.ToString();
        Kind = entry.Metadata.Kind.ToString();
        Mode = entry.Metadata.Permissions;
        Uid = entry.Metadata.Uid;
        Gid = entry.Metadata.Gid;
        ModifiedAt = entry.Metadata.ModifiedAt;
        Length = entry.Content?.Length;
        LinkTo = entry.LinkTo?.ToString();
        Target = entry.Metadata.Target is { } target ? Encoding.UTF8.GetString(target.Span) : null;
    }

    /// <summary>Null for the path that is not UTF-8.</summary>
    public string? Path { get; }

    /// <summary>The path's bytes where they are not UTF-8.</summary>
    public byte[]? PathBytes { get; }

    public string Kind { get; }

    public int Mode { get; }

    public uint Uid { get; }

    public uint Gid { get; }

    public FileTime ModifiedAt { get; }

    public long? Length { get; }

    /// <summary>The first name of the file that this is a further name of.</summary>
    public string? LinkTo { get; }

    /// <summary>Where a symbolic link points, as text.</summary>
    public string? Target { get; }

    [System.Text.Json.Serialization.JsonIgnore]
    public string Shown { get; }
}
