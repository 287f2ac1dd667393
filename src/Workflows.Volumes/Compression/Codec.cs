namespace Workflows.Volumes.Compression;

/// <summary>How a chunk's bytes are stored. A manifest names it by its number, so that others can follow.</summary>
public enum Codec
{
    /// <summary>As they are: they do not get shorter.</summary>
    None = 0,

    /// <summary>One frame of Zstandard (RFC 8878).</summary>
    Zstandard = 1,
}
