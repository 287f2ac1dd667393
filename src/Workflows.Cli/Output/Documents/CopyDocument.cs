namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup copy</c>.</summary>
/// <param name="Name">The backup's name, in both stores.</param>
/// <param name="BackupUid">Its identity, in both stores.</param>
/// <param name="From">The store that it was copied from.</param>
/// <param name="To">The store that has it as well now.</param>
/// <param name="WasThere">Whether it was there already, so that nothing was copied.</param>
internal sealed record CopyDocument(string Name, Guid BackupUid, string From, string To, bool WasThere)
{
    /// <summary>Files that were written.</summary>
    public long Files { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Files of volumes' data that were there before.</summary>
    public long SharedFiles { get; init; }

    /// <summary>Their bytes.</summary>
    public long SharedBytes { get; init; }

    /// <summary>How many of <see cref="Bytes"/> went from store to store, and not through this process.</summary>
    public long DirectBytes { get; init; }

    /// <summary>The claims whose data came with it.</summary>
    public int Volumes { get; init; }

    /// <summary>Snapshots that it names and that are in no store; absent for none.</summary>
    public int? Snapshots { get; init; }
}
