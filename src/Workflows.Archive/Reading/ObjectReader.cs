using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Workflows.Archive.Compression;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Core.Backups;

namespace Workflows.Archive.Reading;

/// <summary>
/// Fetches objects by the ranges of the gzip members that hold them. Members that lie near each other come with one
/// request; a member is unpacked once for all of its objects that are wanted in a row.
/// </summary>
internal sealed class ObjectReader(ArchiveContent content, ArchiveManifest manifest)
{
    /// <summary>Reading this much for nothing is cheaper than another request.</summary>
    private const long MaxGapBytes = 256 * 1024;

    /// <summary>One request asks for about this much at most.</summary>
    private const long MaxRequestBytes = 16 * 1024 * 1024;

    public async IAsyncEnumerable<ObjectContent> ReadAsync(
        IReadOnlyList<ObjectLocation> locations, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var location in locations)
            Check(location);

        foreach (var request in Requests([.. Members(locations)]))
        {
            var start = request[0].Offset;
            await using var stream = await content.OpenAsync(start, request[^1].End - start, cancellationToken);
            var position = start;
            foreach (var member in request)
            {
                var packed = await ReadMemberAsync(stream, position, member, cancellationToken);
                position = member.End;
                var plain = Unpack(packed, member);
                foreach (var location in member.Objects)
                    yield return new ObjectContent(location, Prove(location, plain));
            }
        }
    }

    /// <summary>The members in the order wanted, each with the objects that are wanted of it in a row.</summary>
    private static IEnumerable<WantedMember> Members(IReadOnlyList<ObjectLocation> locations)
    {
        for (var first = 0; first < locations.Count;)
        {
            var start = locations[first];
            var end = first + 1;
            while (end < locations.Count && IsSameMember(start, locations[end]))
                end++;
            yield return new WantedMember(
                start.MemberOffset, start.MemberLength, start.MemberPlainLength, [.. locations.Skip(first).Take(end - first)]);
            first = end;
        }
    }

    private static bool IsSameMember(ObjectLocation one, ObjectLocation other) =>
        (one.MemberOffset, one.MemberLength, one.MemberPlainLength)
        == (other.MemberOffset, other.MemberLength, other.MemberPlainLength);

    private static IEnumerable<List<WantedMember>> Requests(List<WantedMember> members)
    {
        var request = new List<WantedMember>();
        foreach (var member in members)
        {
            if (request.Count > 0 && !Joins(request, member))
            {
                yield return request;
                request = [];
            }

            request.Add(member);
        }

        if (request.Count > 0)
            yield return request;
    }

    private static bool Joins(List<WantedMember> request, WantedMember next)
    {
        var gap = next.Offset - request[^1].End;
        return gap is >= 0 and <= MaxGapBytes && next.End - request[0].Offset <= MaxRequestBytes;
    }

    private async Task<byte[]> ReadMemberAsync(
        Stream stream, long position, WantedMember member, CancellationToken cancellationToken)
    {
        var packed = new byte[member.Length];
        for (var skip = member.Offset - position; skip > 0;)
        {
            var read = await stream.ReadAsync(packed.AsMemory(0, (int)Math.Min(skip, packed.Length)), cancellationToken);
            if (read == 0)
                throw Damaged(member, "the archive ends before it");
            skip -= read;
        }

        var count = await stream.ReadAtLeastAsync(packed, packed.Length, throwOnEndOfStream: false, cancellationToken);
        return count == packed.Length ? packed : throw Damaged(member, "the archive ends in it");
    }

    private byte[] Unpack(byte[] packed, WantedMember member)
    {
        try
        {
            return GzipMember.Unpack(packed, member.PlainLength);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(member, "it can't be unpacked", error);
        }
    }

    private ReadOnlyMemory<byte> Prove(ObjectLocation location, byte[] plain)
    {
        var json = plain.AsMemory(location.JsonOffset, location.JsonLength);
        return Convert.ToHexStringLower(SHA256.HashData(json.Span)) == location.Sha256
            ? json
            : throw content.Damaged(
                $"{content.Path}, member at byte {location.MemberOffset}", $"the object \"{location.ToKey()}\" does not match its hash");
    }

    /// <summary>A location may come from a stored plan: it is believed no more than an index is.</summary>
    private void Check(ObjectLocation location)
    {
        var isPossible = location.MemberLength is > 0 and <= ArchiveFormat.MaxMemberBytes
            && location.MemberPlainLength is > 0 and <= ArchiveFormat.MaxMemberPlainBytes
            && location.MemberOffset >= 0
            && location.MemberOffset <= manifest.Archive.Length - location.MemberLength
            && location.JsonOffset >= 0
            && location.JsonLength >= 0
            && location.JsonOffset <= location.MemberPlainLength - location.JsonLength;
        if (!isPossible)
            throw content.Damaged(content.Path, $"the object \"{location.ToKey()}\" is said to lie where nothing can");
    }

    private ArchiveDamagedException Damaged(WantedMember member, string what, Exception? inner = null) =>
        content.Damaged($"{content.Path}, member at byte {member.Offset}", what, inner);

    private sealed record WantedMember(long Offset, int Length, int PlainLength, IReadOnlyList<ObjectLocation> Objects)
    {
        public long End => Offset + Length;
    }
}
