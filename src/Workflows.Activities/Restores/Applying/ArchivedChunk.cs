using System.Runtime.CompilerServices;
using Workflows.Activities.Restores.Planning;
using Workflows.Archive.Reading;
using Workflows.Core.Restores;
using Workflows.Core.Restores.Rules;

namespace Workflows.Activities.Restores.Applying;

/// <summary>The objects of one planned chunk, read from the archive and brought into the form to restore.</summary>
internal sealed class ArchivedChunk
{
    private readonly ArchiveReader reader;
    private readonly RestoreRuleContext rules;
    private readonly IReadOnlyList<ChunkItem> items;

    private ArchivedChunk(ArchiveReader reader, RestoreRuleContext rules, IReadOnlyList<ChunkItem> items)
    {
        this.reader = reader;
        this.rules = rules;
        this.items = items;
    }

    public static async Task<ArchivedChunk> OpenAsync(
        ActivityServices services,
        RestoreDocuments documents,
        RestoreSpec spec,
        int wave,
        int chunk,
        CancellationToken cancellationToken)
    {
        var items = await documents.ReadChunkAsync(wave, chunk, cancellationToken);
        var reader = await ArchiveReader.OpenAsync(services.Stores.Get(spec.Store), spec.Backup, cancellationToken);
        var rules = new RestoreRuleContext
        {
            BackupName = spec.Backup,
            RestoreName = spec.Name,
            NamespaceMappings = spec.NamespaceMappings,
            PreserveNodePorts = spec.PreserveNodePorts,
            RestoredPersistentVolumes = await documents.ReadVolumesAsync(cancellationToken),
        };
        return new(reader, rules, items);
    }

    /// <summary>Each object as it is read; its hash was checked before anything is done with it.</summary>
    public async IAsyncEnumerable<RestoredObject> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var bare in items.Where(item => item.Location is null))
        {
            yield return RestoredObject.From(bare, default, rules);
        }

        var archived = items.Where(item => item.Location is not null).ToArray();
        var next = 0;
        var objects = reader.ReadObjectsAsync([.. archived.Select(item => item.Location!)], cancellationToken);
        await foreach (var obj in objects)
        {
            yield return RestoredObject.From(archived[next++], obj.Json, rules);
        }
    }
}
