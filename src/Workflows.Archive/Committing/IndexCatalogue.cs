using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Archive.Velero;

namespace Workflows.Archive.Committing;

/// <summary>What a commit learns by reading the index it has just assembled, which proves that index as well.</summary>
internal sealed record IndexCatalogue(
    string IndexSha256, long Objects, IReadOnlyList<ResourceTotal> Resources, byte[] ResourceList)
{
    /// <exception cref="ArchiveDamagedException">The index is not what its writers wrote, or an object is there twice.</exception>
    public static async Task<IndexCatalogue> ReadAsync(
        IArchiveStore store, string backup, CommitPlan plan, CancellationToken cancellationToken)
    {
        using var resourceList = new ResourceListBuilder();
        var totals = new SortedDictionary<string, ResourceTotal>(StringComparer.Ordinal);
        var keys = new KeySet(plan.Contents.Segments.Sum(s => (long)s.Objects));
        var objects = 0L;
        var files = plan.Files(store, backup);
        await foreach (var (entry, segment) in new IndexReader(files, backup, plan.Index.Path).ReadAsync(plan.Contents.Segments, cancellationToken))
        {
            if (!keys.Add(entry.Key))
                throw new ArchiveDamagedException(backup, plan.Index.Path, $"\"{entry.Key}\" is there twice, the second time in part {segment.Part}");
            resourceList.Add(entry);
            totals[entry.Resource] = Count(totals.GetValueOrDefault(entry.Resource), entry);
            objects++;
        }

        return new IndexCatalogue(
            await HashAsync(files, backup, plan.Index.Path, plan.Contents.Segments.Sum(s => s.IndexLength), cancellationToken), objects, [.. totals.Values], resourceList.Build());
    }

    private static ResourceTotal Count(ResourceTotal? so, IndexEntry entry) =>
        new(entry.Resource, (so?.Objects ?? 0) + 1, (so?.JsonBytes ?? 0) + entry.JsonLength);

    private static async Task<string> HashAsync(
        IBlobReader files, string backup, string path, long length, CancellationToken cancellationToken)
    {
        await using var stream = await files.OpenReadAsync(path, 0, length, cancellationToken);
        return await Hashing.HashNextAsync(stream, length, cancellationToken)
            ?? throw new ArchiveDamagedException(backup, path, "it ended early");
    }
}
