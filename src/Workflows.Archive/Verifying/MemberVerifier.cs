using System.Security.Cryptography;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Tar;
using Workflows.Core.Resources;

namespace Workflows.Archive.Verifying;

/// <summary>Compares an unpacked member with the index: the same entries in the same order, and nothing else.</summary>
internal sealed class MemberVerifier(Findings findings)
{
    public void Verify(string where, byte[] plain, IReadOnlyList<IndexEntry> entries)
    {
        try
        {
            var reader = new TarEntryReader(plain);
            foreach (var entry in entries)
            {
                if (!reader.TryRead(out var found))
                {
                    findings.Add(where, $"the object \"{entry.Key}\" is not in it");
                    return;
                }

                Compare(where, plain, entry, found);
            }

            if (reader.TryRead(out var extra))
                findings.Add(where, $"it holds \"{Printable(extra.Path)}\", which the index does not know");
        }
        catch (TarFormatException error)
        {
            findings.Add(where, error.Message);
        }
    }

    private void Compare(string where, byte[] plain, IndexEntry entry, TarEntry found)
    {
        if (Fault(plain, entry, found) is { } fault)
            findings.Add(where, fault);
    }

    private static string? Fault(byte[] plain, IndexEntry entry, TarEntry found)
    {
        if (found.Path != PathOf(entry))
            return $"it holds \"{Printable(found.Path)}\" where the index has \"{entry.Key}\"";
        if ((found.ContentOffset, found.ContentLength) != (entry.JsonOffset, entry.JsonLength))
            return $"the object \"{entry.Key}\" does not lie where the index says";

        var json = plain.AsSpan(found.ContentOffset, found.ContentLength);
        if (Convert.ToHexStringLower(SHA256.HashData(json)) != entry.Sha256)
            return $"the object \"{entry.Key}\" does not match its hash";

        try
        {
            return IsSame(entry, ObjectHead.Read(json)) ? null : $"the object \"{entry.Key}\" is not what the index says about it";
        }
        catch (MalformedObjectException error)
        {
            return $"the object \"{entry.Key}\": {error.Message}";
        }
    }

    private static string? PathOf(IndexEntry entry)
    {
        try
        {
            return EntryPath.Of(entry.Key);
        }
        catch (UnsafeNameException)
        {
            return null;
        }
    }

    private static bool IsSame(IndexEntry entry, ObjectHead head) =>
        (entry.ApiVersion, entry.Kind, entry.Namespace, entry.Name) == (head.ApiVersion, head.Kind, head.Namespace, head.Name)
        && (entry.Uid, entry.ResourceVersion) == (head.Uid, head.ResourceVersion)
        && entry.IsBeingDeleted == head.IsBeingDeleted
        && entry.Controller == head.Controller
        && HasSameLabels(entry.Labels, head.Labels);

    private static bool HasSameLabels(IReadOnlyDictionary<string, string>? indexed, IReadOnlyDictionary<string, string> labels) =>
        (indexed?.Count ?? 0) == labels.Count
        && labels.All(l => indexed!.TryGetValue(l.Key, out var value) && value == l.Value);

    private static string Printable(string path) =>
        string.Concat(path.Take(200).Select(c => char.IsControl(c) ? '?' : c));
}
