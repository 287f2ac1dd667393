using Workflows.Activities.Plans;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Serving;

/// <summary>What is declared in the store of a service.</summary>
public sealed class DeclaredTests : IAsyncDisposable
{
    private readonly ServeHarness machine = new();

    [Fact]
    public async Task A_plans_backup_is_started_when_it_is_due_and_not_by_the_next_start_again()
    {
        await ServedPlans.ApplyAsync(machine);
        await (await machine.StartAsync()).StopAsync();
        ((ManualTime)machine.Cli.Time).Advance(TimeSpan.FromMinutes(1));

        var service = await machine.StartAsync();
        var scheduled = await service.Log.WaitForAsync("scheduled", service.End);
        var backup = scheduled.GetProperty("backup").GetString()!;
        using (var client = machine.Client(service))
        {
            await ServeHarness.EndOfAsync(
                client, new Uri($"/v1/instances/{RunIds.OfBackup(backup, machine.Cli.StorePath)}", UriKind.Relative));
        }

        await service.StopAsync();
        var again = await machine.StartAsync();
        await again.StopAsync();

        Assert.Equal("often-20260504030300", backup);
        Assert.Equal("often", machine.Activities.LastSpec!.Plan);
        Assert.DoesNotContain(again.Log.All, line => line.Contains("\"scheduled\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_can_not_be_started_is_told()
    {
        await ServedPlans.ApplyAsync(machine);
        await (await machine.StartAsync()).StopAsync();
        ((ManualTime)machine.Cli.Time).Advance(TimeSpan.FromMinutes(1));
        File.Delete(Path.Combine(machine.Cli.StorePath, "catalog", "clusters", "blue.json"));

        var service = await machine.StartAsync();
        var told = await service.Log.WaitForAsync("schedule", service.End);

        Assert.Contains("blue", told.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => machine.DisposeAsync();
}
