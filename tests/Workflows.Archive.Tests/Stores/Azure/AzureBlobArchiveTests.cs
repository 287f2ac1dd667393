using Workflows.Archive.Committing;
using Workflows.Archive.Manifests;
using Workflows.Archive.Reading;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Faults;
using Workflows.Faults.Connecting;
using Workflows.Faults.Rules;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>Whole backups in Azure Blob Storage.</summary>
[NeedsAzurite]
public sealed class AzureBlobArchiveTests : IDisposable
{
    private readonly TestContainer container = new();

    public void Dispose() => container.Dispose();

    /// <summary>
    /// Every third request fails, is late, is lost after the server acted, or ends in the middle of its answer. What
    /// the client's own tries don't settle, the caller's do, as an orchestration repeats its activities.
    /// </summary>
    [StoreFact]
    public async Task A_backup_and_its_restore_are_whole_though_a_third_of_all_requests_fail()
    {
        for (var seed = 1; seed <= Campaign.Count(2, 30); seed++)
        {
            await using var proxy = FaultProxy.Start(new ServerAddress(Azurite.Endpoint.Authority()));
            var store = container.Store(
                Azurite.QuickOptions(proxy.TrustingHandler()), $"seed-{seed}", proxy.Url, new ImpatientClock());
            proxy.SetRules(
                seed,
                new FaultRule(new Fault.Refused(503, "ServerBusy", "The server is busy.")) { Probability = 0.08 },
                new FaultRule(new Fault.Refused(500, "OperationTimedOut", "Too late.") { AfterServer = true }) { Probability = 0.06 },
                new FaultRule(new Fault.Reset(AfterServer: true)) { Probability = 0.06 },
                new FaultRule(new Fault.Reset(AfterServer: false)) { Probability = 0.04 },
                new FaultRule(new Fault.Cut(0.4)) { Probability = 0.1, Method = "GET" },
                new FaultRule(new Fault.Stalled(0.6, TimeSpan.FromMilliseconds(50))) { Probability = 0.05, Method = "GET" },
                new FaultRule(new Fault.Late(TimeSpan.FromMilliseconds(50))) { Probability = 0.06 });
            var parts = Parts(8, 40);

            await RepeatAsync(() => BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner()));
            var segments = new PartSegment[parts.Length];
            await Parallel.ForAsync(0, parts.Length, async (part, _) => await RepeatAsync(async () =>
                segments[part] = await TestBackup.StageAsync(store, "nightly", part, parts[part], Guid.NewGuid(), blockBytes: 20_000)));
            await RepeatAsync(() => ArchiveCommit.CommitAsync(store, key: null, TestBackup.Draft("nightly"), segments, ["done"]));

            List<byte[]> read = [];
            await RepeatAsync(async () =>
            {
                var reader = await ArchiveReader.OpenAsync(store, "nightly");
                var index = await reader.ReadIndexAsync().ToListAsync();
                read = await reader.ReadObjectsAsync([.. index.Select(i => i.Location)]).Select(o => o.Json.ToArray()).ToListAsync();
            });

            Assert.Equal(parts.SelectMany(part => part).Select(o => o.Json), read);
            Assert.Empty((await ArchiveVerifier.VerifyAsync(container.Store(prefix: $"seed-{seed}"), "nightly")).Problems);
            Assert.InRange(proxy.Exchanges.Count(exchange => exchange.Fault is not null) / (double)proxy.Exchanges.Count, 0.15, 0.6);
        }
    }

    /// <summary>What a backup costs grows with its parts and its bytes, never with its objects.</summary>
    [StoreFact]
    public async Task Requests_of_a_backup_are_counted_by_parts_and_not_by_objects()
    {
        var (few, many) = (await CountAsync("few", parts: 4, objects: 10), await CountAsync("many", parts: 4, objects: 2_000));
        var wide = await CountAsync("wide", parts: 16, objects: 10);

        Assert.Equal(few, many);
        // Per part: a block of the tarball, one of the index, and the index read once for the commit.
        Assert.Equal(12 * 3, wide - few);
        // The rest is the same for every backup: documents, each looked at before it is written, and between them the
        // reservation, so that a late attempt touches nothing of a later backup.
        Assert.InRange(few, 1, (4 * 3) + 50);
    }

    [StoreFact]
    public async Task A_restore_of_everything_reads_the_tarball_in_few_requests()
    {
        var counter = new RequestCounter();
        await CreateAsync(container.Store(), "nightly", parts: 4, objects: 500);
        var reader = await ArchiveReader.OpenAsync(container.Store(counter.Options()), "nightly");
        var index = await reader.ReadIndexAsync().ToListAsync();
        var before = counter.Count;

        var objects = await reader.ReadObjectsAsync([.. index.Select(i => i.Location)]).CountAsync();

        Assert.Equal(2_000, objects);
        Assert.InRange(counter.Count - before, 1, 4);
    }

    private static TestObject[][] Parts(int parts, int objects) =>
        [.. Enumerable.Range(0, parts).Select(part => Enumerable.Range(0, objects)
            .Select(i => TestObject.ConfigMap($"ns-{part}", $"object-{i}", Noise(part, i)))
            .ToArray())];

    /// <summary>Text that packs badly, so that a part has several blocks; the same for the same object.</summary>
    private static string Noise(int part, int number)
    {
        var bytes = new byte[3_000];
        new Random((part * 10_000) + number).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
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
                // Again, as the orchestration would.
            }
        }
    }

    private static Task<ArchiveManifest> CreateAsync(IArchiveStore store, string name, int parts, int objects) => TestBackup.CreateAsync(
        store,
        name,
        [.. Enumerable.Range(0, parts).Select(part => Enumerable.Range(0, objects)
            .Select(i => TestObject.ConfigMap($"ns-{part}", $"object-{i}")).ToArray())]);

    private async Task<int> CountAsync(string name, int parts, int objects)
    {
        var counter = new RequestCounter();
        await CreateAsync(container.Store(counter.Options()), name, parts, objects);
        return counter.Count;
    }
}
