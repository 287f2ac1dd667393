using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;

namespace Workflows.Archive.Verifying;

/// <summary>Verifies the index against itself and against the manifest's numbers.</summary>
internal sealed class CatalogueVerifier(ArchiveManifest manifest, Findings findings)
{
    private readonly KeySet keys = new(manifest.Archive.Segments.Sum(segment => (long)segment.Objects));
    private readonly Dictionary<string, (long Objects, long Bytes)> totals = new(StringComparer.Ordinal);

    public void Note(IndexEntry entry)
    {
        if (!keys.Add(entry.Key))
            findings.Add($"{manifest.Index.Path}, part {entry.Part}", $"the object \"{entry.Key}\" is there twice");

        var (objects, bytes) = totals.GetValueOrDefault(entry.Resource);
        totals[entry.Resource] = (objects + 1, bytes + entry.JsonLength);
    }

    public void CompareTotals()
    {
        var stated = manifest.Totals.Resources.GroupBy(r => r.Resource).ToDictionary(g => g.Key, g => g.Last());
        var isSame = stated.Count == totals.Count
            && totals.All(t => stated.TryGetValue(t.Key, out var s) && (s.Objects, s.JsonBytes) == t.Value)
            && manifest.Totals.PlainBytes == manifest.Archive.Segments.Sum(s => s.PlainLength);
        if (!isSame)
            findings.Add(ArchiveLayout.Manifest(manifest.Name), "its totals are not those of the index");
    }
}
