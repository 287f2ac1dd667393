using Workflows.Archive.Stores.Containers;
using Workflows.Mover.Stores;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;
using Workflows.Volumes.Restores;

namespace Workflows.Mover.Tests;

/// <summary>A store that fails, or does not answer, for a minute in the middle of a backup and of a restore.</summary>
public sealed class OutageTests : IDisposable
{
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);

    private readonly MoverFolder folder = new();
    private readonly ManualClock time = new();
    private readonly LogCapture log = new();

    public OutageTests()
    {
        // Some packs of 16 MiB, and small ones.
        for (var file = 0; file < 5; file++)
        {
            var content = new byte[9_000_000];
            new Random(file).NextBytes(content);
            File.WriteAllBytes(Path.Combine(folder.Tree, $"large-{file}"), content);
            File.WriteAllText(Path.Combine(folder.Tree, $"small-{file}"), $"content {file}");
        }
    }

    /// <summary>How many calls are answered before, and whether it is slow instead of away.</summary>
    public static TheoryData<int, bool> Outages => new()
    {
        { 0, false },
        { 1, false },
        { 3, false },
        { 0, true },
        { 2, true },
    };

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_backup_waits_for_its_store_and_is_whole(int after, bool isSlow)
    {
        var runs = await folder.RunsAsync();
        var attempt = await runs.BeginAsync("nightly", MoverFolder.Volume);
        var (away, patient) = await OpenAsync(StoreAccess.CreateOnly, after, isSlow);

        await PassUntilDoneAsync(new TreeBackup(patient, new("nightly", MoverFolder.Volume, attempt, folder.Tree), time).RunAsync());
        await runs.CommitAsync("nightly", MoverFolder.Volume, attempt, "a test");

        AssertWaited(away);
        var (restored, _) = await folder.RestoreAsync("nightly");
        Assert.Equal(MoverFolder.Describe(folder.Tree), MoverFolder.Describe(restored));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    [InlineData(20, false)]
    [InlineData(40, true)]
    public async Task A_restore_waits_for_its_store_and_goes_on_where_it_was(int after, bool isSlow)
    {
        await folder.BackUpAsync("nightly");
        var (away, patient) = await OpenAsync(StoreAccess.ReadOnly, after, isSlow);
        var target = Path.Combine(folder.Spool, "restored");
        var restore = new VolumeRestore(patient, await folder.Catalog.GetAsync("nightly"), new(target));

        await PassUntilDoneAsync(restore.RunAsync(progress: null, default));

        AssertWaited(away);
        Assert.Equal(MoverFolder.Describe(folder.Tree), MoverFolder.Describe(target));
    }

    private async Task<(AwayStore Away, PatientStore Patient)> OpenAsync(StoreAccess access, int after, bool isSlow)
    {
        var granted = StoreGrants.Open(await folder.GrantAsync(access, TimeSpan.FromHours(1)));
        var away = new AwayStore(granted, time) { After = after, For = Outage, IsSlow = isSlow };
        return (away, new(away, new(away.Location, () => null, TimeSpan.FromMinutes(10), log.Log(time), time)));
    }

    private void AssertWaited(AwayStore away)
    {
        Assert.True(away.Struck > 0, "Nothing was asked of the store while it was away.");
        Assert.InRange(time.GetTimestamp(), Outage.Ticks, 3 * Outage.Ticks);
        if (!away.IsSlow)
        {
            Assert.Equal(MoverEvents.StoreWaiting, log.Lines[0].Event);
            Assert.Equal(MoverEvents.StoreAnswers, log.Lines[^1].Event);
        }
    }

    /// <summary>Lets time pass, but only while somebody waits for that.</summary>
    private async Task PassUntilDoneAsync(Task awaited)
    {
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                if (!awaited.IsCompleted && time.Waiting > 0)
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                }

                return awaited.IsCompleted;
            },
            TimeSpan.FromMinutes(1)));
        await awaited;
    }
}
