using System.Text;
using Workflows.Archive.Compression;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.IO;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tar;

namespace Workflows.Archive.Verifying;

/// <summary>Verifies what surrounds the segments: the files' lengths, the index as a whole, header, trailer, documents.</summary>
internal sealed class FrameVerifier(IBlobReader files, ArchiveContent content, ArchiveManifest manifest, Findings findings)
{
    /// <summary>One tar header and one block of content.</summary>
    private const int HeaderPlainBytes = 2 * TarBlock.Size;

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await CheckLengthAsync(manifest.Archive.Path, manifest.Archive.Length, cancellationToken);
        await CheckBlobAsync(manifest.Index.Path, manifest.Index.Length, manifest.Index.Sha256, cancellationToken);
        foreach (var document in manifest.Documents)
            await CheckBlobAsync(document.Path, document.Length, document.Sha256, cancellationToken);

        await CheckMemberAsync("header", manifest.Archive.Header, HeaderPlainBytes, IsHeader, cancellationToken);
        await CheckMemberAsync(
            "trailer", manifest.Archive.Trailer, 2 * TarBlock.Size, plain => !plain.AsSpan().ContainsAnyExcept((byte)0), cancellationToken);
    }

    private static bool IsHeader(byte[] plain)
    {
        try
        {
            var reader = new TarEntryReader(plain);
            return reader.TryRead(out var entry)
                && entry.Path == EntryPath.Version
                && Encoding.ASCII.GetString(plain, entry.ContentOffset, entry.ContentLength) == ArchiveFormat.VeleroFormatVersion + "\n"
                && !reader.TryRead(out _);
        }
        catch (TarFormatException)
        {
            return false;
        }
    }

    private async Task<bool> CheckLengthAsync(string path, long length, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await files.FindAsync(path, cancellationToken);
            if (blob is null)
                findings.Add(path, "the file is missing");
            else if (blob.Length != length)
                findings.Add(path, $"it has {blob.Length} bytes instead of {length}");
            return blob?.Length == length;
        }
        catch (ArchiveDamagedException damage)
        {
            findings.Add(damage);
            return false;
        }
    }

    private async Task CheckBlobAsync(string path, long length, string sha256, CancellationToken cancellationToken)
    {
        if (!await CheckLengthAsync(path, length, cancellationToken))
            return;

        try
        {
            await using var stream = await files.OpenReadAsync(path, 0, length, cancellationToken);
            if (await Hashing.HashNextAsync(stream, length, cancellationToken) != sha256)
                findings.Add(path, "its bytes don't match their hash");
        }
        catch (ArchiveDamagedException damage)
        {
            findings.Add(damage);
        }
        catch (Exception error) when (error is BlobNotFoundException or BlobRangeException)
        {
            findings.Add(path, "it changed while it was read");
        }
    }

    private async Task CheckMemberAsync(
        string name, ArchiveRange range, int plainBytes, Predicate<byte[]> isRight, CancellationToken cancellationToken)
    {
        var where = $"{content.Path}, {name} at byte {range.Offset}";
        try
        {
            // Both members have a few dozen bytes; a manifest that says otherwise is not ours.
            if (range.Length > HeaderPlainBytes)
                throw content.Damaged(where, $"{range.Length} bytes are too many for it");

            await using var stream = await content.OpenAsync(range.Offset, range.Length, cancellationToken);
            var packed = new byte[range.Length];
            await stream.ReadExactlyAsync(packed, cancellationToken);
            if (Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed)) != range.Sha256)
                throw content.Damaged(where, "its bytes don't match their hash");
            if (!isRight(GzipMember.Unpack(packed, plainBytes)))
                throw content.Damaged(where, "it does not hold what it should");
            findings.Advance(range.Length, 0);
        }
        catch (ArchiveDamagedException damage)
        {
            findings.Add(damage);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            findings.Add(where, "it can't be unpacked");
        }
    }
}
