using Workflows.Archive.Stores.Errors;
using Workflows.Core.Errors;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Tests.Support;

namespace Workflows.Volumes.Tests;

public sealed class IntentRenewalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ManualTimers time = new();
    private readonly SemaphoreSlim said = new(0);

    public void Dispose() => said.Dispose();

    [Fact]
    public async Task A_backup_at_work_says_so_every_hour_whatever_the_store_answers_until_it_ends()
    {
        var times = 0;
        await using (new IntentRenewal(SayAsync, time))
        {
            Assert.Equal([TimeSpan.FromHours(1)], time.Periods);
            for (var hour = 1; hour <= 3; hour++)
            {
                time.Fire();
                Assert.True(await said.WaitAsync(Patience));
                Assert.Equal(hour, times);
            }
        }

        Assert.Empty(time.Periods);
        Assert.Equal(3, times);

        Task SayAsync(CancellationToken cancellationToken)
        {
            times++;
            said.Release();
            return times == 2 ? Task.FromException(new StoreException(ErrorKind.Unavailable, "No answer.")) : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_backup_that_ends_does_not_wait_for_a_store_that_does_not_answer()
    {
        var renewal = new IntentRenewal(
            token =>
            {
                said.Release();
                return Task.Delay(Timeout.Infinite, token);
            },
            time);
        time.Fire();
        Assert.True(await said.WaitAsync(Patience));

        await renewal.DisposeAsync().AsTask().WaitAsync(Patience);
    }
}
