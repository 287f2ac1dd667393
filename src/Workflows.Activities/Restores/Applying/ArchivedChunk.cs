using System.Runtime.CompilerServices;
using Workflows.Activities.Restores.Planning;
using Workflows.Archive.Reading;
using Workflows.Core.Hooks;
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
        var context = new RestoreRuleContext
        {
            BackupName = spec.Backup,
            RestoreName = spec.Name,
            NamespaceMappings = spec.NamespaceMappings,
            Claims = spec.Claims,
            PreserveNodePorts = spec.PreserveNodePorts,
            Hooks = spec.RunHooks ? new HookRules(spec.Hooks) : null,
            RestoredPersistentVolumes = await documents.ReadVolumesAsync(cancellationToken),
            ClaimSources = await documents.ReadSourcesAsync(cancellationToken),
        };
        return new(
            await ArchiveReader.OpenAsync(
                services.Stores.Get(spec.Store), spec.Backup, services.Keys.Find(spec.Key), cancellationToken),
            context,
            await documents.ReadChunkAsync(wave, chunk, cancellationToken));
    }

    /// <summary>Each object as it is read; its hash was checked before anything is done with it.</summary>
    public async IAsyncEnumerable<RestoredObject> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var bare in items.Where(item => item.Location is null))
        {
            yield return RestoredObject.From(bare, default, rules);
        }

        var archived = items
            .Where(item => item.Location is not null)
            .ToDictionary(item => item.Location!.ToKey());
        var objects = reader.ReadObjectsAsync(
            [.. archived.Values.Select(item => item.Location!)], cancellationToken);
        await foreach (var obj in objects)
        {
            yield return RestoredObject.From(archived[obj.Location.ToKey()], obj.Json, rules);
        }
    }
}
