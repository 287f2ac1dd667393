using Workflows.Archive.Errors;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Backups;

namespace Workflows.Archive.Tests.Staging;

public sealed class StagingAreaTests
{
    private readonly MemoryStore store = new();

    [Fact]
    public async Task Documents_are_read_back_as_they_were_written()
    {
        var area = StagingArea.ForBackup(store, "nightly");
        PartSegment[] parts = [new(1, "a", 1, 2, "b", 3, 4, 5, "c", 6)];
        var location = new ObjectLocation("pods", null, "p", 1, 2, 3, 4, 5, "h");
        await area.WriteAsync("parts/000001.json", parts);
        await area.WriteAsync("location.json", location);
        await area.WriteAsync("point.json", new CapturePoint(3, Continue: null));

        Assert.Equal(parts, await area.ReadAsync<PartSegment[]>("parts/000001.json"));
        Assert.Equal(location, await area.ReadAsync<ObjectLocation>("location.json"));
        Assert.Equal(new CapturePoint(3, null), await area.FindAsync<CapturePoint>("point.json"));
        Assert.Equal(["location.json", "parts/000001.json", "point.json"], await area.ListAsync().ToListAsync());
        Assert.Equal(["parts/000001.json"], await area.ListAsync("parts/").ToListAsync());
    }

    [Fact]
    public async Task A_document_that_is_missing_is_null_or_an_error_as_asked()
    {
        var area = StagingArea.ForRestore(store, "r");

        Assert.Null(await area.FindAsync<string>("none.json"));
        await Assert.ThrowsAsync<BlobNotFoundException>(() => area.ReadAsync<string>("none.json"));
    }

    [Fact]
    public async Task Create_keeps_what_is_there()
    {
        var area = StagingArea.ForRestore(store, "r");

        Assert.True(await area.TryCreateAsync("x.json", "first"));
        Assert.False(await area.TryCreateAsync("x.json", "second"));

        Assert.Equal("first", await area.ReadAsync<string>("x.json"));
    }

    [Fact]
    public async Task A_damaged_document_is_named()
    {
        store.Overwrite("staging/restores/r/plan.json", "[1,2"u8.ToArray());

        var error = await Assert.ThrowsAsync<ArchiveDamagedException>(() => StagingArea.ForRestore(store, "r").FindAsync<int[]>("plan.json"));
        Assert.Contains("staging/restores/r/plan.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_takes_the_area_and_nothing_beside_it()
    {
        await StagingArea.ForBackup(store, "restores").WriteAsync("plan.json", 1);
        await StagingArea.ForRestore(store, "r").WriteAsync("plan.json", 1);
        await StagingArea.ForRestore(store, "r-2").WriteAsync("plan.json", 1);

        await StagingArea.ForBackup(store, "restores").ClearAsync();
        await StagingArea.ForRestore(store, "r").ClearAsync();

        Assert.Equal(["staging/restores/r-2/plan.json"], store.Snapshot().Keys);
    }

    [Theory]
    [InlineData("../other/plan.json")]
    [InlineData("/plan.json")]
    public async Task A_document_can_not_leave_its_area(string document)
    {
        await Assert.ThrowsAsync<StorePathException>(() => StagingArea.ForRestore(store, "r").WriteAsync(document, 1));
    }
}
