using System.Text;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Faults.Rules;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>What is special about this store, behind a proxy that loses answers and cuts bodies.</summary>
[NeedsAzurite]
public sealed class AzureBlobStoreTests : IAsyncDisposable
{
    private const string Path = "velero/backups/b/b.tar.gz";

    private readonly TestContainer container = new();
    private readonly FaultProxy proxy = FaultProxy.Start(new ServerAddress(Azurite.Endpoint.Authority()));
    private readonly AzureBlobStore store;

    public AzureBlobStoreTests() => store = container.Store(
        Azurite.QuickOptions(proxy.TrustingHandler()), host: proxy.Url, timeProvider: new ImpatientClock());

    public async ValueTask DisposeAsync()
    {
        container.Dispose();
        await proxy.DisposeAsync();
    }

    [StoreFact]
    public async Task A_write_whose_answer_was_lost_is_recognised_as_its_own()
    {
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: true)) { Method = "PUT", Count = 1 });

        var written = await store.WriteAsync("a", Bytes("mine"), WriteCondition.IfAbsent);

        Assert.Equal(written, await store.FindAsync("a"));
        Assert.Equal(["PUT 201", "PUT 409"], Answers("PUT"));
    }

    [StoreFact]
    public async Task A_commit_whose_answer_was_lost_is_recognised_as_its_own()
    {
        var first = await store.WriteAsync(Path, Bytes("there before"), WriteCondition.None);
        await store.StageBlockAsync(Path, "block-1", Bytes("one"));
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: true)) { Path = "comp=blocklist", Count = 1 });

        var written = await store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfMatch(first.ETag));

        Assert.Equal("one", await ReadAsync());
        Assert.Equal(written, await store.FindAsync(Path));
    }

    [StoreFact]
    public async Task A_repeated_write_that_meets_somebody_elses_blob_is_a_conflict()
    {
        // It never reached the server, and before it comes again somebody else has written.
        proxy.SetRules(1, new FaultRule(Fault.TooManyRequests(TimeSpan.Zero)) { Method = "PUT", Count = 1 });
        var pause = proxy.PauseAt(request => request.Method == "PUT");
        var writing = store.WriteAsync("a", Bytes("mine"), WriteCondition.IfAbsent);
        await pause.Reached;
        await container.Store().WriteAsync("a", Bytes("theirs"), WriteCondition.IfAbsent);
        pause.Release();

        await Assert.ThrowsAsync<StoreConflictException>(() => writing);
        Assert.Equal("theirs", await ReadAsync("a"));
    }

    [StoreFact]
    public async Task Two_stagers_of_one_blob_do_not_mix_and_one_commit_wins()
    {
        var other = container.Store();
        await Parallel.ForAsync(0, 20, async (i, token) =>
        {
            await store.StageBlockAsync(Path, $"{i:D6}-aaaa", Bytes($"a{i:D2};"), token);
            await other.StageBlockAsync(Path, $"{i:D6}-bbbb", Bytes($"b{i:D2};"), token);
        });

        await store.CommitBlocksAsync(Path, [.. Enumerable.Range(0, 20).Select(i => $"{i:D6}-aaaa")], WriteCondition.IfAbsent);

        await Assert.ThrowsAsync<StoreConflictException>(() => other.CommitBlocksAsync(
            Path, [.. Enumerable.Range(0, 20).Select(i => $"{i:D6}-bbbb")], WriteCondition.IfAbsent));
        var error = await Assert.ThrowsAsync<BlocksMissingException>(() => other.CommitBlocksAsync(
            Path, [.. Enumerable.Range(0, 20).Select(i => $"{i:D6}-bbbb")], WriteCondition.None));
        Assert.Equal(20, error.BlockIds.Count);
        Assert.Equal(string.Concat(Enumerable.Range(0, 20).Select(i => $"a{i:D2};")), await ReadAsync());
    }

    [StoreFact]
    public async Task Blocks_with_ids_of_another_length_left_by_somebody_do_not_stand_in_the_way()
    {
        await store.StageBlockAsync(Path, "left-by-an-older-version", Bytes("old"));
        await store.StageBlockAsync(Path, "block-1", Bytes("new"));

        await store.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfAbsent);

        Assert.Equal("new", await ReadAsync());
    }

    [StoreFact]
    public async Task A_read_that_is_cut_again_and_again_goes_on_behind_the_last_byte_that_came()
    {
        var content = RandomBytes(4_000_000);
        await store.WriteAsync(Path, content, WriteCondition.None);
        proxy.SetRules(1, new FaultRule(new Fault.Cut(0.2)) { Method = "GET", Count = 25 });

        await using var stream = await store.OpenReadAsync(Path, 1000, 3_900_000);
        var read = new MemoryStream();
        await stream.CopyToAsync(read);

        Assert.Equal(content[1000..3_901_000], read.ToArray());
        var starts = (await proxy.EndedExchangesAsync())
            .Where(exchange => exchange.Request.Method == "GET")
            .Select(exchange => long.Parse(RangeOf(exchange.Request).Split('-')[0], System.Globalization.CultureInfo.InvariantCulture))
            .ToArray();
        Assert.Equal(26, starts.Length);
        Assert.Equal(starts.Order().Distinct(), starts);
        Assert.Equal(1000, starts[0]);
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.Equal((1000 + 3_900_000 - pair.First) / 5, pair.Second - pair.First));
    }

    [StoreFact]
    public async Task A_read_whose_answer_announces_no_length_is_whole_all_the_same()
    {
        // As behind a relay that sends everything in chunks, which this proxy is, too.
        var content = RandomBytes(100_000);
        await store.WriteAsync(Path, content, WriteCondition.None);
        proxy.SetRules(1, new FaultRule(new Fault.Cut(0.5) { Unannounced = true }) { Method = "GET", Count = 3 });

        await using var stream = await store.OpenReadAsync(Path);
        var read = new MemoryStream();
        await stream.CopyToAsync(read);

        Assert.Equal(content, read.ToArray());
    }

    [StoreFact]
    public async Task An_answer_that_there_is_no_such_blob_may_be_cut_and_is_asked_for_again()
    {
        proxy.SetRules(1, new FaultRule(new Fault.Cut(0.5)) { Method = "GET", Count = 2 });

        await Assert.ThrowsAsync<BlobNotFoundException>(() => store.OpenReadAsync(Path));
    }

    [StoreFact]
    public async Task A_read_that_brings_nothing_for_several_tries_is_given_up()
    {
        await store.WriteAsync(Path, RandomBytes(100_000), WriteCondition.None);
        proxy.SetRules(1, new FaultRule(new Fault.Cut(0)) { Method = "GET" });

        await using var stream = await store.OpenReadAsync(Path);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => stream.ReadExactlyAsync(new byte[100]).AsTask());

        Assert.True(error.IsTransient);
        Assert.InRange(proxy.Exchanges.Count(exchange => exchange.Request.Method == "GET"), 3, 30);
    }

    [StoreFact]
    public async Task A_blob_that_is_replaced_while_it_is_read_ends_the_read_and_mixes_nothing()
    {
        var content = RandomBytes(1_000_000);
        await store.WriteAsync(Path, content, WriteCondition.None);
        proxy.SetRules(1, new FaultRule(new Fault.Cut(0.5)) { Method = "GET", Count = 1 });

        await using var stream = await store.OpenReadAsync(Path);
        var buffer = new byte[content.Length];
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 100));
        await container.Store().WriteAsync(Path, RandomBytes(1_000_000), WriteCondition.None);
        var read = new MemoryStream();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => stream.CopyToAsync(read));

        Assert.Contains("replaced", error.Message, StringComparison.Ordinal);
        Assert.Equal(content[100..(100 + (int)read.Length)], read.ToArray());
    }

    [StoreFact]
    public async Task A_throttled_service_is_asked_again_after_the_time_that_it_names()
    {
        proxy.SetRules(1, new FaultRule(Fault.TooManyRequests(TimeSpan.FromSeconds(1))) { Method = "PUT", Count = 1 });
        var began = TimeProvider.System.GetTimestamp();

        await store.WriteAsync("a", Bytes("x"), WriteCondition.IfAbsent);

        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(0.9));
    }

    [StoreFact]
    public async Task Lists_leave_out_what_can_be_no_blob_of_ours()
    {
        foreach (var name in new[] { "a/b", "a/.hidden", "a/with space", "a//c", "a/é" })
            await container.Client.UploadBlobAsync(name, BinaryData.FromString("x"));

        Assert.Equal(["a/b"], await store.ListAsync("").Select(blob => blob.Path).ToArrayAsync());
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private static string RangeOf(ProxiedRequest request) =>
        (request.Header("x-ms-range") ?? request.Header("Range"))!["bytes=".Length..];

    private IEnumerable<string> Answers(string method) => proxy.Exchanges
        .Where(exchange => exchange.Request.Method == method)
        .Select(exchange => $"{method} {exchange.ServerStatus}");

    private async Task<string> ReadAsync(string path = Path)
    {
        await using var stream = await container.Store().OpenReadAsync(path);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
