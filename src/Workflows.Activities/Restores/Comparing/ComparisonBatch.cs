using System.Runtime.CompilerServices;
using Workflows.Activities.Restores.Applying;
using Workflows.Core.Resources;

namespace Workflows.Activities.Restores.Comparing;

/// <summary>Objects that one list can show: neighbours in the archive, of one resource, version and namespace.</summary>
/// <param name="Resource">What to address them by.</param>
/// <param name="Namespace">Their namespace in the cluster; null for objects of the cluster.</param>
/// <param name="Objects">The objects, each with a body.</param>
/// <param name="Bytes">How long their JSON is in the archive, together.</param>
internal sealed record ComparisonBatch(
    ApiResource Resource, string? Namespace, IReadOnlyList<RestoredObject> Objects, long Bytes)
{
    /// <summary>What a batch holds in memory follows from this, and some batches are compared at once.</summary>
    private const long MaxBytes = 256 << 10;

    /// <summary>Cuts objects into batches as they come.</summary>
    public static async IAsyncEnumerable<ComparisonBatch> CutAsync(
        IAsyncEnumerable<RestoredObject> objects, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<RestoredObject>();
        var bytes = 0L;
        await foreach (var next in objects.WithCancellation(cancellationToken))
        {
            if (batch.Count > 0 && (bytes + next.ArchivedBytes > MaxBytes || !IsListedWith(batch[0], next)))
            {
                yield return Of(batch, bytes);
                batch = [];
                bytes = 0;
            }

            batch.Add(next);
            bytes += next.ArchivedBytes;
        }

        if (batch.Count > 0)
        {
            yield return Of(batch, bytes);
        }
    }

    private static bool IsListedWith(RestoredObject first, RestoredObject next) =>
        first.Key.Namespace == next.Key.Namespace
        && first.Key.Resource == next.Key.Resource
        && first.Resource.ApiVersion == next.Resource.ApiVersion;

    private static ComparisonBatch Of(List<RestoredObject> objects, long bytes) =>
        new(objects[0].Resource, objects[0].Key.Namespace, objects, bytes);
}
