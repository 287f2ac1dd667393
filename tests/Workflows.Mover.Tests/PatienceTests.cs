using Workflows.Archive.IO;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Mover.Stores;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests;

public sealed class PatienceTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly ManualClock time = new();
    private readonly LogCapture log = new();
    private readonly TroubledStore store = new(new byte[10_000]);
    private readonly Patience patience;
    private readonly PatientStore patient;

    public PatienceTests()
    {
        patience = new(TroubledStore.Address, () => null, Longest, log.Log(time), time);
        patient = new(store, patience);
    }

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_store_that_is_away_for_a_minute_is_waited_for()
    {
        store.Trouble = _ => time.GetTimestamp() < TimeSpan.FromMinutes(1).Ticks ? Away() : null;

        var written = WriteAsync();
        PassUntilDone(written);

        await written;
        Assert.InRange(store.Calls, 4, 10);
        Assert.Equal([MoverEvents.StoreWaiting, MoverEvents.StoreAnswers], log.Lines.Select(line => line.Event));
        Assert.Contains("maintenance", log.Lines[0].Message);
    }

    [Fact]
    public async Task A_store_that_stays_away_is_given_up()
    {
        store.Trouble = _ => Away();

        var written = WriteAsync();
        PassUntilDone(written);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => written);
        Assert.InRange(time.GetTimestamp(), Longest.Ticks, (Longest + TimeSpan.FromMinutes(1)).Ticks);
        Assert.InRange(log.Lines.Count(line => line.Event == MoverEvents.StoreWaiting), 5, 10);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_does_not_pass_by_itself_is_told_at_once(StoreException lasting)
    {
        store.Trouble = _ => lasting;

        Assert.Same(lasting, await Assert.ThrowsAnyAsync<StoreException>(WriteAsync));

        Assert.Equal(1, store.Calls);
        Assert.Empty(log.Lines);
    }

    public static TheoryData<StoreException> Lasting => new(
        new StoreFullException(TroubledStore.Address, "pack"),
        new StoreConflictException(TroubledStore.Address, "pack", WriteCondition.IfAbsent),
        new StoreNotFoundException(TroubledStore.Address, "pack"),
        new StoreAccessDeniedException(TroubledStore.Address, "pack"));

    [Fact]
    public async Task A_grant_that_has_ended_is_waited_for_and_gone_on_with_at_once()
    {
        store.Trouble = call => call == 1 ? Ended() : null;

        var written = WriteAsync();
        Assert.False(written.IsCompleted);
        patience.GrantRenewed();

        await written.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 2), (time.GetTimestamp(), store.Calls));
    }

    [Fact]
    public async Task A_call_that_was_refused_under_the_grant_before_is_made_again_with_the_new_one()
    {
        store.Trouble = call =>
        {
            if (call > 1)
            {
                return null;
            }

            patience.GrantRenewed();
            return new StoreAccessDeniedException(TroubledStore.Address, "pack");
        };

        var written = WriteAsync();

        await written.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, store.Calls);
    }

    [Fact]
    public async Task What_is_read_goes_on_where_it_broke_off()
    {
        var blob = new byte[10_000];
        new Random(3).NextBytes(blob);
        var breaking = new TroubledStore(blob) { BreakAfter = 3_000, Trouble = call => call % 2 == 0 ? Away() : null };

        var reading = SmallBlobs.ReadAsync(new PatientStore(breaking, patience), "pack", blob.Length, default);
        PassUntilDone(reading);

        Assert.Equal(blob, await reading);
        Assert.InRange(breaking.Calls, 5, 100);
    }

    [Fact]
    public async Task Waiting_ends_when_the_mover_is_told_to_end()
    {
        store.Trouble = _ => Away();
        using var end = new CancellationTokenSource();
        var written = patient.WriteAsync("pack", default, WriteCondition.IfAbsent, end.Token);

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => written);
    }

    [Fact]
    public async Task Many_that_wait_are_one_line()
    {
        store.Trouble = _ => time.GetTimestamp() < TimeSpan.FromSeconds(20).Ticks ? Away() : null;

        var written = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WriteAsync()));
        PassUntilDone(written);

        await written;
        Assert.Equal([MoverEvents.StoreWaiting, MoverEvents.StoreAnswers], log.Lines.Select(line => line.Event));
    }

    private static StoreUnavailableException Away() => new(TroubledStore.Address, "pack", "it is under maintenance");

    private static StoreAccessDeniedException Ended() => new(TroubledStore.Address, "pack") { IsExpired = true };

    private Task WriteAsync() => patient.WriteAsync("pack", default, WriteCondition.IfAbsent);

    /// <summary>Lets time pass, but only while somebody waits for that.</summary>
    private void PassUntilDone(Task awaited) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            if (!awaited.IsCompleted && time.Waiting > 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }

            return awaited.IsCompleted;
        },
        TimeSpan.FromMinutes(1)));
}
