using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Faults.Rules;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>Granted containers behind a proxy that loses answers and cuts bodies.</summary>
[NeedsAzurite]
public sealed class AzureGrantFaultTests : IAsyncLifetime, IDisposable
{
    private const string Path = "volumes/v/packs/one";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TestContainer container = new();
    private readonly FaultProxy proxy = FaultProxy.Start(new ServerAddress(Azurite.Endpoint.Authority()));
    private IArchiveStore one = null!;
    private GrantedStore granted = null!;

    public async Task InitializeAsync()
    {
        one = await container.Store().OpenContainerAsync("one", create: true);
        granted = await OpenAsync(StoreAccess.CreateOnly);
        await granted.WriteAsync("first", "x"u8.ToArray(), WriteCondition.IfAbsent);
    }

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    public void Dispose()
    {
        granted.Dispose();
        container.Dispose();
    }

    [StoreFact]
    public async Task A_creation_whose_answer_was_lost_is_done_and_nobody_looks()
    {
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: true)) { Method = "PUT", Count = 1 });

        var written = await granted.WriteAsync(Path, "mine"u8.ToArray(), WriteCondition.IfAbsent);

        Assert.Equal((Path, 4L), (written.Path, written.Length));
        Assert.Equal("mine"u8.ToArray(), await ReadAsync(one));
        Assert.Equal(["PUT 201", "PUT 403"], Exchanges());
    }

    [StoreFact]
    public async Task A_creation_that_the_server_does_not_remember_is_sent_again()
    {
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: false)) { Method = "PUT", Count = 1 });

        var written = await granted.WriteAsync(Path, "mine"u8.ToArray(), WriteCondition.IfAbsent);

        Assert.Equal(written, await one.FindAsync(Path));
    }

    [StoreFact]
    public async Task A_creation_that_was_given_up_and_had_happened_is_done_when_it_is_repeated_also_under_another_grant()
    {
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: true)) { Method = "PUT" });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => granted.WriteAsync(Path, "mine"u8.ToArray(), WriteCondition.IfAbsent));
        proxy.ClearRules();

        granted.Renew(await GrantAsync(StoreAccess.CreateOnly));
        var written = await granted.WriteAsync(Path, "mine"u8.ToArray(), WriteCondition.IfAbsent);

        Assert.Equal((Path, 4L), (written.Path, written.Length));
        Assert.Equal("mine"u8.ToArray(), await ReadAsync(one));
    }

    [StoreFact]
    public async Task A_blob_made_of_blocks_is_one_request_and_done_though_its_answer_was_lost()
    {
        var blocks = Enumerable.Range(0, 5).Select(i => Noise(i, 300_000)).ToArray();
        foreach (var (i, block) in blocks.Index())
            await granted.StageBlockAsync(Path, $"block-{i}", block);
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: true)) { Method = "PUT", Count = 1 });

        var written = await granted.CommitBlocksAsync(Path, [.. blocks.Select((_, i) => $"block-{i}")], WriteCondition.IfAbsent);

        Assert.Equal(1_500_000, written.Length);
        Assert.Equal(blocks.SelectMany(block => block), await ReadAsync(one));
        Assert.Equal(["PUT 201", "PUT 403"], Exchanges());
    }

    [StoreFact]
    public async Task A_blob_made_of_blocks_is_made_again_of_the_same_blocks_after_it_was_given_up()
    {
        await granted.StageBlockAsync(Path, "block-1", "mine"u8.ToArray());
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: false)) { Method = "PUT" });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => granted.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfAbsent));
        proxy.ClearRules();

        await granted.CommitBlocksAsync(Path, ["block-1"], WriteCondition.IfAbsent);

        Assert.Equal("mine"u8.ToArray(), await ReadAsync(one));
    }

    [StoreFact]
    public async Task A_container_whose_creation_was_not_answered_is_there()
    {
        var through = container.Store(Azurite.QuickOptions(proxy.TrustingHandler()), host: proxy.Url);
        proxy.SetRules(1, new FaultRule(new Fault.Reset(AfterServer: true)) { Method = "PUT", Count = 1 });

        var two = await through.OpenContainerAsync("two", create: true);

        Assert.Equal(0, await two.ListAsync("").CountAsync());
        Assert.Equal(["PUT 201", "PUT 409"], Exchanges("-two").Where(exchange => exchange.StartsWith("PUT", StringComparison.Ordinal)));
    }

    /// <summary>As a volume's packs are written and read back: what the client's tries don't settle, the mover's do.</summary>
    [StoreFact]
    public async Task All_that_is_written_and_read_is_whole_though_a_third_of_all_requests_fail()
    {
        for (var seed = 1; seed <= Campaign.Count(2, 30); seed++)
        {
            var paths = Enumerable.Range(0, 60).Select(i => $"volumes/v/packs/{seed}-{i}").ToArray();
            proxy.SetRules(
                seed,
                new FaultRule(new Fault.Refused(503, "ServerBusy", "The server is busy.")) { Probability = 0.08 },
                new FaultRule(new Fault.Refused(500, "OperationTimedOut", "Too late.") { AfterServer = true }) { Probability = 0.08 },
                new FaultRule(new Fault.Reset(AfterServer: true)) { Probability = 0.08 },
                new FaultRule(new Fault.Reset(AfterServer: false)) { Probability = 0.04 },
                new FaultRule(new Fault.Cut(0.4)) { Probability = 0.1, Method = "GET" },
                new FaultRule(new Fault.Late(TimeSpan.FromMilliseconds(20))) { Probability = 0.06 });
            var before = proxy.Exchanges.Count;

            await Task.WhenAll(paths.Select((path, i) => RepeatAsync(
                () => granted.WriteAsync(path, Noise(i, 20_000), WriteCondition.IfAbsent))));
            using var reader = await OpenAsync(StoreAccess.ReadOnly);
            await Task.WhenAll(paths.Select(async (path, i) =>
            {
                byte[] read = [];
                await RepeatAsync(async () => read = await ReadAsync(reader, path));
                Assert.Equal(Noise(i, 20_000), read);
            }));

            var exchanges = proxy.Exchanges.Skip(before).ToList();
            Assert.InRange(exchanges.Count(exchange => exchange.Fault is not null) / (double)exchanges.Count, 0.2, 0.6);
        }
    }

    private static byte[] Noise(int number, int length)
    {
        var bytes = new byte[length];
        new Random(number).NextBytes(bytes);
        return bytes;
    }

    private static async Task RepeatAsync(Func<Task> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (WorkflowsException error) when (error.IsTransient && attempt < 10)
            {
                // Again, as the mover would.
            }
        }
    }

    private static async Task<byte[]> ReadAsync(IBlobReader store, string path = Path)
    {
        await using var stream = await store.OpenReadAsync(path);
        var read = new MemoryStream();
        await stream.CopyToAsync(read);
        return read.ToArray();
    }

    /// <summary>Signed for Azurite, which speaks plain HTTP, and sent through the proxy, which does not.</summary>
    private async Task<StoreGrant> GrantAsync(StoreAccess access)
    {
        var grant = await container.Store().GrantAsync("one", access, Hour);
        return grant with { Location = new Uri(proxy.Url, grant.Location.AbsolutePath) };
    }

    private async Task<GrantedStore> OpenAsync(StoreAccess access) => StoreGrants.Open(
        await GrantAsync(access), Azurite.QuickOptions(proxy.TrustingHandler()), timeProvider: new ImpatientClock());

    private IEnumerable<string> Exchanges(string path = Path) => proxy.Exchanges
        .Where(exchange => exchange.Request.Path.Contains(path, StringComparison.Ordinal))
        .Select(exchange => $"{exchange.Request.Method} {exchange.ServerStatus}");
}
