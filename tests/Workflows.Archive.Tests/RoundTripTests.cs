using Workflows.Archive.Reading;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Reader_gives_back_every_object_byte_for_byte()
    {
        IArchiveStore store = new FolderStore(folder.Path);
        var objects = TestObject.Guestbook();
        await TestBackup.CreateAsync(store, "nightly", [.. objects.Take(3)], [], [.. objects.Skip(3)]);

        var reader = await ArchiveReader.OpenAsync(store, "nightly");
        var index = await reader.ReadIndexAsync().ToListAsync();
        var content = await reader.ReadObjectsAsync([.. index.Select(i => i.Location)]).ToListAsync();

        Assert.Equal(objects.Select(o => o.Key), index.Select(i => i.Entry.Key));
        Assert.Equal(objects.Select(o => o.Json), content.Select(c => c.Json.ToArray()));
        Assert.Equal(objects.Count, reader.Manifest.Totals.Objects);
    }
}
