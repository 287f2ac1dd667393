namespace Workflows.Archive.Format;

/// <summary>The versions of the format and the limits that every reader enforces. FORMAT.md is their specification.</summary>
public static class ArchiveFormat
{
    /// <summary>The oldest version that is read.</summary>
    public const int MinVersion = 1;

    /// <summary>The newest version that is read.</summary>
    public const int MaxVersion = 2;

    /// <summary>The version that is written without a key, so that older programs read it.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version that is written with a key, and the first that knows encryption.</summary>
    public const int EncryptedVersion = 2;

    /// <summary>Velero's own version of the tarball's layout.</summary>
    public const string VeleroFormatVersion = "1.1.0";

    /// <summary>The largest object taken or given, in bytes. Servers refuse objects above a few MiB.</summary>
    public const int MaxObjectBytes = 64 * 1024 * 1024;

    /// <summary>
    /// A gzip member is closed once it holds this much, in bytes before compression. Larger ones pack no better, and
    /// each part that is captured holds one, and each object that is restored alone takes one apart.
    /// </summary>
    public const int MemberTargetBytes = 256 * 1024;

    /// <summary>The largest gzip member unpacked: a MiB, one object over it, headers and padding.</summary>
    public const int MaxMemberPlainBytes = (1024 * 1024) + MaxObjectBytes + (64 * 1024);

    /// <summary>The largest gzip member packed; gzip adds a few bytes per 64 KiB to what it can't compress.</summary>
    public const int MaxMemberBytes = MaxMemberPlainBytes + (1024 * 1024);

    /// <summary>The longest line of the index, in bytes; labels are most of it.</summary>
    public const int MaxIndexLineBytes = 8 * 1024 * 1024;

    /// <summary>The largest manifest, in bytes.</summary>
    public const int MaxManifestBytes = 128 * 1024 * 1024;

    /// <summary>The longest path of a tar entry, in bytes of UTF-8.</summary>
    public const int MaxEntryPathBytes = 4096;
}
