using Workflows.Archive.Stores.Containers;
using Workflows.Mover.Commands;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests;

/// <summary>Movers whose way into the store is a signature that ends, and lets them do one thing.</summary>
public sealed class AzureMoveTests
{
    [AzuriteFact]
    public async Task What_is_backed_up_twice_by_signature_and_restored_is_what_was()
    {
        using var azurite = new AzuriteStore();
        using var folder = new MoverFolder(azurite.Open());
        await FillAsync(folder);
        var key = await folder.KeyAsync();
        await folder.BackUpAsync("first", key);
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "added"), "more");

        var second = await folder.BackUpAsync("second", key);
        var (restored, outcome) = await folder.RestoreAsync("second", key);

        Assert.Equal(MoverOutcome.Completed, outcome.Outcome);
        Assert.Equal(MoverFolder.Describe(folder.Tree), MoverFolder.Describe(restored));
        Assert.Equal(("first", 4), (second.Parent, second.Totals.NewBytes));
    }

    [AzuriteFact]
    public async Task A_signature_that_has_ended_is_waited_for_and_another_gone_on_with()
    {
        using var azurite = new AzuriteStore();
        using var folder = new MoverFolder(azurite.Open());
        await FillAsync(folder);
        var runs = await folder.RunsAsync();
        var attempt = await runs.BeginAsync("nightly", MoverFolder.Volume);
        var good = await folder.HeaderAsync(HandoverKind.Backup, "nightly", attempt);
        var ended = good with { Grant = await EndedAsync(folder) };
        var running = await folder.StartAsync(MoverCommand.Backup);

        Assert.True((await folder.HandOverAsync(ended)).Accepted);
        await folder.Log.SeenAsync(MoverEvents.StoreWaiting);
        Assert.True((await folder.HandOverAsync(good with { Kind = HandoverKind.Grant })).Accepted);

        Assert.Equal(MoverOutcome.Completed, (await running).Outcome);
        Assert.Equal([MoverEvents.Renewed, MoverEvents.StoreAnswers], folder.Log.Lines.Select(line => line.Event).Where(line =>
            line is MoverEvents.Renewed or MoverEvents.StoreAnswers));
        var record = await runs.CommitAsync(await runs.ReadResultAsync("nightly", MoverFolder.Volume, attempt), "a test");
        Assert.Equal(2, record.Totals.Files);
    }

    /// <summary>A grant whose end, in whole seconds, the emulator's clock has passed.</summary>
    private static async Task<StoreGrant> EndedAsync(MoverFolder folder)
    {
        var grant = await folder.GrantAsync(StoreAccess.CreateOnly, TimeSpan.FromSeconds(1));
        Assert.True(SpinWait.SpinUntil(() => DateTimeOffset.UtcNow > grant.ExpiresAt + TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        return grant;
    }

    private static async Task FillAsync(MoverFolder folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, "large"), new byte[3 << 20]);
    }
}
