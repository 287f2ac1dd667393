using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Volumes.Deleting;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Packs;
using Workflows.Volumes.Reading;
using Workflows.Volumes.Stores;

namespace Workflows.Volumes.Backups;

/// <summary>
/// The half of a backup that has the run of the store: says that an attempt is at work before that begins, looks for
/// the parent, and writes the record of what <see cref="TreeBackup"/> has stored. It holds nothing between calls, so
/// that each may be made by another process. Safe for concurrent use.
/// </summary>
public sealed class VolumeRuns
{
    private readonly IArchiveStore data;
    private readonly TimeProvider time;
    private readonly VolumeCatalog records;
    private readonly VolumeNames names;
    private readonly VolumeCommit commit;
    private readonly VolumeSweep sweep;

    /// <param name="catalog">The store that has the records.</param>
    /// <param name="data">The store that has the packs and trees: the same, or a container of it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="container">The name of that container; null where it is the same store.</param>
    public VolumeRuns(IArchiveStore catalog, IArchiveStore data, TimeProvider time, string? container = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(time);
        this.data = data;
        this.time = time;
        Container = container;
        records = new(catalog);
        names = new(catalog, data, container);
        commit = new(catalog, data, names);
        sweep = new(catalog, data, names, time);
    }

    /// <summary>The container that has the packs and trees; null where they are beside the records.</summary>
    public string? Container { get; }

    /// <summary>
    /// Says that an attempt to make a backup is at work: from now on nothing that it stores, and nothing of its parent,
    /// is deleted. To be renewed every hour, and ended by <see cref="EndAsync"/> whatever comes of it.
    /// </summary>
    /// <returns>The attempt: 32 hexadecimal digits that no other has.</returns>
    /// <exception cref="WorkflowsException">The name is taken: <see cref="ErrorKind.Conflict"/>.</exception>
    public async Task<string> BeginAsync(string name, string volume, CancellationToken cancellationToken = default)
    {
        await records.RequireNewAsync(name, cancellationToken);
        var attempt = Guid.NewGuid().ToString("N");
        await RenewAsync(name, volume, attempt, cancellationToken);
        return attempt;
    }

    /// <summary>Says that an attempt is still at work; good for 24 hours.</summary>
    public Task RenewAsync(string name, string volume, string attempt, CancellationToken cancellationToken = default) =>
        new Intent(name, attempt, time.GetUtcNow()).WriteAsync(data, new(volume), cancellationToken);

    /// <summary>
    /// Looks which backup of the volume the next one can share chunks with. An attempt must have been begun: else what is
    /// found may be deleted before it is used.
    /// </summary>
    /// <param name="volume">The volume.</param>
    /// <param name="folder">Where its entries take their room; null for where temporary files are.</param>
    /// <param name="key">
    /// The volume's key, where the next backup is encrypted: chunks are shared among encrypted backups, and among others.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>It, or why it is no help; null where there is no earlier backup. To be disposed.</returns>
    public async Task<ParentTree?> FindParentAsync(
        string volume, string? folder = null, VolumeKey? key = null, CancellationToken cancellationToken = default)
    {
        var candidates = (await names.ListAsync(volume, cancellationToken)).Select(name => name.Backup).Distinct(StringComparer.Ordinal);
        var (record, hasOthers) = await records.FindLatestAsync(
            candidates, volume, Container, key is not null, cancellationToken);
        if (record is null)
        {
            return hasOthers ? new(new() { Note = NoteOf(key) }, tree: null) : null;
        }

        try
        {
            var files = new VolumeFiles(
                data,
                key is null ? record : VolumeRecordFile.Unlock(record, key),
                key is null ? null : new AttemptKeys(key));
            var tree = await SpooledTree.OpenAsync(files, folder, cancellationToken);
            var packs = await FindPacksAsync(record, cancellationToken);
            return new(new() { Name = record.Name, IsEncrypted = key is not null, Packs = packs }, tree);
        }
        catch (VolumeDamagedException damaged)
        {
            // Everything is read anew, and stored.
            return new(
                new() { Problem = $"Everything was read and stored anew, since the latest backup is no help. {damaged.Message}" },
                tree: null);
        }
    }

    /// <summary>What an attempt says that it has stored.</summary>
    /// <param name="name">The backup.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="key">The volume's key, where the backup is encrypted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WorkflowsException">It has not ended, or was swept: <see cref="ErrorKind.NotFound"/>.</exception>
    /// <exception cref="VolumeDamagedException">It is not what was written.</exception>
    public Task<TreeBackupResult> ReadResultAsync(
        string name, string volume, string attempt, VolumeKey? key = null, CancellationToken cancellationToken = default) =>
        TreeBackupResults.ReadAsync(data, name, volume, attempt, key?.ForAttempt(attempt), cancellationToken);

    /// <summary>
    /// Makes what an attempt has stored a backup. Called again for the same attempt, it gives the record that is there.
    /// </summary>
    /// <param name="result">What the attempt has stored.</param>
    /// <param name="source">What was backed up, for a person.</param>
    /// <param name="key">The volume's key, where the backup is encrypted.</param>
    /// <param name="cancellationToken">Ends the call, up to where the record is written.</param>
    /// <exception cref="VolumeDamagedException">Something of it is not there, or vanished; there is no backup then.</exception>
    /// <exception cref="WorkflowsException">
    /// The name is taken by another attempt: <see cref="ErrorKind.Conflict"/>. Or the store failed: then it is not known
    /// whether there is a backup, and the call is to be made again.
    /// </exception>
    /// <exception cref="ArgumentException">A key is given for what is not encrypted, or none for what is.</exception>
    public Task<VolumeRecord> CommitAsync(
        TreeBackupResult result, string source, VolumeKey? key = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.IsEncrypted != key is not null || key is not null && key.Volume != result.Volume)
        {
            throw new ArgumentException("What is encrypted is recorded with its volume's key, and nothing else is.", nameof(key));
        }

        var record = new VolumeRecord
        {
            Format = key is null && Container is null ? VolumeRecord.FirstFormat : VolumeRecord.CurrentFormat,
            Name = result.Name,
            Volume = result.Volume,
            Container = Container,
            Encryption = key is null ? null : new(VolumeEncryption.CurrentScheme, VolumeKeys.EnvelopeOf(result.Volume)),
            Source = source,
            Parent = result.Parent,
            StartedAt = result.StartedAt,
            CompletedAt = result.CompletedAt,
            Tree = result.Tree,
            Packs = result.Packs,
            Totals = result.Totals,
            Problems = result.Problems,
            Notes = result.Notes,
        };
        return commit.RunAsync(record, result.Attempt, key, cancellationToken);
    }

    /// <summary>
    /// Makes what an attempt has stored a backup, from the result that it has left; where it is one already, that is enough.
    /// </summary>
    /// <inheritdoc cref="CommitAsync(TreeBackupResult, string, VolumeKey, CancellationToken)"/>
    /// <param name="name">The backup.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="source">What was backed up, for a person.</param>
    /// <param name="key">The volume's key, where the backup is encrypted.</param>
    /// <param name="cancellationToken">Ends the call, up to where the record is written.</param>
    public async Task<VolumeRecord> CommitAsync(
        string name,
        string volume,
        string attempt,
        string source,
        VolumeKey? key = null,
        CancellationToken cancellationToken = default) =>
        await commit.FindAsync(name, volume, attempt, key, cancellationToken)
        ?? await CommitAsync(await ReadResultAsync(name, volume, attempt, key, cancellationToken), source, key, cancellationToken);

    /// <summary>
    /// Takes back what attempts of a backup have said and stored, as far as no record names it. Nobody works on the
    /// backup any more: it is committed, or will never be. While another backup of the volume is at work what they
    /// stored stays, and the end of that one frees it.
    /// </summary>
    /// <exception cref="Archive.Stores.Errors.StoreException">The store failed.</exception>
    public async Task<SweepResult> EndAsync(string name, string volume, CancellationToken cancellationToken = default)
    {
        var layout = new VolumeLayout(volume);
        foreach (var intent in await Intent.ListAsync(data, layout, cancellationToken))
        {
            if (intent.Backup == name)
            {
                await data.DiscardBlocksAsync(layout.Tree(name, intent.Attempt), cancellationToken);
                await ForgetAsync(volume, intent.Attempt, cancellationToken);
            }
        }

        return await SweepAsync(volume, cancellationToken);
    }

    /// <summary>The backups of which attempts were begun, and not ended: those at work, and those that died.</summary>
    public async Task<IReadOnlyList<string>> FindBegunAsync(string volume, CancellationToken cancellationToken = default) =>
    [
        .. (await Intent.ListAsync(data, new(volume), cancellationToken))
            .Select(intent => intent.Backup)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Deletes what belongs to no backup of a volume: what deleted ones, and ones that died, have left.</summary>
    public Task<SweepResult> SweepAsync(string volume, CancellationToken cancellationToken = default) =>
        sweep.RunAsync(volume, cancellationToken);

    /// <summary>A backup of a volume that is at work, for a person; null for none.</summary>
    public async Task<string?> FindAtWorkAsync(string volume, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var intents = await Intent.ListAsync(data, new(volume), cancellationToken);
        return intents.FirstOrDefault(intent => intent.IsAlive(now)) is { } alive
            ? $"that makes the volume backup \"{alive.Backup}\" (attempt {alive.Attempt})"
            : null;
    }

    /// <summary>An attempt is not at work any more; what it stored stays until the next sweep.</summary>
    internal Task ForgetAsync(string volume, string attempt, CancellationToken cancellationToken) =>
        data.DeleteAsync(new VolumeLayout(volume).Intent(attempt), cancellationToken);

    private static string NoteOf(VolumeKey? key) => key is null
        ? "Everything was read and stored anew, in the clear: the earlier backups of the volume are encrypted, and no key was given."
        : "Everything was read and stored anew, encrypted: the earlier backups of the volume are not.";

    /// <summary>A record's packs by number; null for those that are gone, or of another length.</summary>
    private async Task<IReadOnlyList<PackEntry?>> FindPacksAsync(VolumeRecord record, CancellationToken cancellationToken)
    {
        var layout = new VolumeLayout(record.Volume);
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var blob in data.ListAsync(layout.Packs, cancellationToken))
        {
            lengths[blob.Path] = blob.Length;
        }

        return
        [
            .. record.Packs.Select(pack =>
                lengths.TryGetValue(layout.Pack(pack.Name), out var length) && length == pack.Length ? pack : null),
        ];
    }
}
