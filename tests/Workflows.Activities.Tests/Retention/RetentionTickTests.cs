using Workflows.Activities.Retention;
using Workflows.Activities.Tests.Schedules;

namespace Workflows.Activities.Tests.Retention;

public sealed class RetentionTickTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 12, 5, 0, TimeSpan.Zero);

    private readonly TickBench bench = new(Begin);
    private readonly FakeClient client;

    public RetentionTickTests() => client = new FakeClient(bench);

    [Fact]
    public async Task Each_plan_is_looked_through_once_an_hour_also_those_whose_names_begin_alike()
    {
        await bench.DeclareAsync("", "nightly");
        await bench.DeclareAsync("", "nightly-2");

        var first = await TickAsync();
        bench.Now = Begin.AddMinutes(50);
        var sameHour = await TickAsync();

        Assert.Equal(2, first.Count);
        Assert.StartsWith("retention-nightly-2026112012-", first[0], StringComparison.Ordinal);
        Assert.StartsWith("retention-nightly-2-2026112012-", first[1], StringComparison.Ordinal);
        Assert.Empty(sameHour);
    }

    [Fact]
    public async Task While_an_earlier_hours_is_at_work_no_other_of_its_plan_begins()
    {
        await bench.DeclareAsync("", "nightly");
        await bench.DeclareAsync("", "nightly-2");
        var first = await TickAsync();
        client.End(first[1]);

        bench.Now = Begin.AddHours(1);
        var second = await TickAsync();
        client.End(first[0]);
        var third = await TickAsync();

        Assert.StartsWith("retention-nightly-2-2026112013-", Assert.Single(second), StringComparison.Ordinal);
        Assert.StartsWith("retention-nightly-2026112013-", Assert.Single(third), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_can_not_be_read_is_left_alone()
    {
        await bench.DeclareAsync("", "nightly");
        await bench.DeclareAsync("", "sound");
        bench.Store.Overwrite("catalog/backupplans/nightly.json", "{}"u8.ToArray());

        Assert.StartsWith("retention-sound-", Assert.Single(await TickAsync()), StringComparison.Ordinal);
    }

    /// <summary>The ids of what it started, the shorter names first.</summary>
    private async Task<IReadOnlyList<string>> TickAsync() =>
        [.. (await new RetentionTick(bench.Catalog, "/store", client, bench).RunAsync(CancellationToken.None)).OrderBy(id => id.Length)];
}
