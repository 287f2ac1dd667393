using System.Globalization;

namespace Workflows.Archive.Encryption.Frames;

/// <summary>
/// The names of pieces, which their keys are derived from: no two pieces of a backup that differ in a byte have the
/// same. What an attempt writes is named by the attempt, which is random; what a commit writes, and may write again,
/// by the hash of its plaintext.
/// </summary>
internal static class PieceLabel
{
    public static string ArchiveSegment(int part, string attempt) => Segment("archive", part, attempt);

    public static string IndexSegment(int part, string attempt) => Segment("index", part, attempt);

    public static string Header(string sha256) => $"header/{sha256}";

    public static string Trailer(string sha256) => $"trailer/{sha256}";

    public static string Document(string path, string sha256) => $"document/{path}/{sha256}";

    public static string Staged(string path, string salt) => $"staged/{path}/{salt}";

    public static string RestoreRecord(string path, string salt) => $"restore/{path}/{salt}";

    public static string Volume(string path, string salt) => $"volume/{path}/{salt}";

    private static string Segment(string file, int part, string attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}/{part:D6}/{attempt}");
}
