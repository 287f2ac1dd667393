using System.Text;
using Workflows.Cli.Output.Documents;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Trees;

namespace Workflows.Cli.Tests.Output;

/// <summary>Documents about volumes, for golden files.</summary>
internal static class VolumeSamples
{
    private static readonly VolumeRecord Record = new()
    {
        Name = "monday",
        Volume = "path-0123456789abcdef01234567",
        Source = "/srv/data",
        StartedAt = new(2026, 5, 18, 3, 0, 0, TimeSpan.Zero),
        CompletedAt = new(2026, 5, 18, 3, 1, 40, TimeSpan.Zero),
        Tree = new("volumes/path/trees/monday.tree", 1_000, new string('a', 64)),
        Packs = [],
        Totals = new(120_000, 340, 12, 5_000_000_000, 5_000_000_000, 4_800_000_000, 2_000_000_000, 0),
        Problems = [],
    };

    public static VolumeBackupDocument First { get; } = new(Record);

    public static VolumeBackupDocument Second { get; } = new(Record with
    {
        Name = "tuesday",
        Parent = "monday",
        Totals = new(120_001, 340, 12, 5_000_100_000, 30_000_000, 1_000_000, 500_000, 2),
        Problems = [new("var/run/lock", "It vanished before it could be read."), new("db", "It changed while it was read.")],
    });

    public static VolumeContentsDocument Contents { get; } = new("monday",
    [
        Entry("", new(EntryKind.Directory, 0x1ED, 0, 0, new(1_700_000_000, 0))),
        new(new TreeEntry(Path("data\u001b[31m"), new(EntryKind.File, 0x1A4, 1000, 1000, new(1_700_000_000, 5)))
        {
            Content = new(12_345, null, []),
        }),
        new(new TreeEntry(Path("data2"), new(EntryKind.File, 0x1A4, 1000, 1000, new(1_700_000_000, 5))) { LinkTo = Path("data") }),
        Entry("link", new(EntryKind.SymbolicLink, 0x1FF, 0, 0, new(-1, 0)) { Target = "data"u8.ToArray() }),
        new(new TreeEntry(NotText(), new(EntryKind.Fifo, 0x1FF, 0, 0, new(long.MaxValue, 0)))),
    ]);

    public static VolumeRestoreDocument Restored { get; } = new(
        "monday", "/srv/data", new(120_351, 100_000, 1_234_567, 1, [new("db", "It is lost.")]));

    public static VolumeVerificationDocument Damaged { get; } = new(
        "monday", false, 1_234, [new("volumes/path/packs/0-000000", "it is missing")]);

    private static VolumeEntryDocument Entry(string path, EntryMetadata metadata) => new(new TreeEntry(Path(path), metadata));

    private static TreePath Path(string path) =>
        TreePath.TryParse(Encoding.UTF8.GetBytes(path), out var parsed) ? parsed : throw new ArgumentException(path, nameof(path));

    private static TreePath NotText() =>
        TreePath.TryParse([0x66, 0xFF], out var parsed) ? parsed : throw new InvalidOperationException();
}
