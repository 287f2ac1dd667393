namespace Workflows.Volumes.Manifests;

/// <summary>A backup of a volume in numbers.</summary>
/// <param name="Files">Files, each counted once however many names it has.</param>
/// <param name="Directories">Directories, the root included.</param>
/// <param name="Others">Links, fifos, sockets, devices, and further names of files.</param>
/// <param name="Bytes">Bytes of the files' data, holes left out.</param>
/// <param name="ReadBytes">Bytes that were read; those of files that had not changed were not.</param>
/// <param name="NewBytes">Bytes of content that no earlier backup had.</param>
/// <param name="StoredBytes">Bytes that were added to the store for them.</param>
/// <param name="Problems">How many entries could not be read as they should.</param>
public sealed record VolumeTotals(
    long Files,
    long Directories,
    long Others,
    long Bytes,
    long ReadBytes,
    long NewBytes,
    long StoredBytes,
    long Problems);
