using Workflows.Core.Schedules;

namespace Workflows.Core.Tests.Schedules;

public sealed class RunNameTests
{
    [Fact]
    public void A_run_is_named_for_its_plan_and_its_time_in_UTC() =>
        Assert.Equal(
            "daily-20261121030000", RunName.For("daily", new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.FromHours(1))));

    [Fact]
    public void The_two_showings_of_an_hour_have_two_names() =>
        Assert.Equal(
            2,
            CronSchedule.Parse("30 * 25 10 *", "Europe/Berlin")
                .Between(new(2026, 10, 25, 0, 0, 0, TimeSpan.Zero), new(2026, 10, 25, 2, 0, 0, TimeSpan.Zero))
                .Select(due => RunName.For("hourly", due)).Distinct().Count());

    [Fact]
    public void The_time_is_read_from_a_name_again()
    {
        var due = new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

        Assert.True(RunName.TryGetDue(RunName.For("daily", due), "daily", out var read));
        Assert.Equal(due, read);
    }

    [Theory]
    [InlineData("daily")]
    [InlineData("daily-")]
    [InlineData("daily-20261321030000")]
    [InlineData("daily-2026112103000")]
    [InlineData("daily-eu-20261121030000")]
    [InlineData("daily20261121030000x")]
    [InlineData(null)]
    public void What_another_plan_or_a_person_named_is_no_run(string? name) =>
        Assert.False(RunName.TryGetDue(name, "daily", out _));

    [Fact]
    public void A_plan_whose_runs_could_not_be_named_is_refused() =>
        Assert.Throws<ArgumentException>(() => RunName.For(new string('a', 186), DateTimeOffset.UnixEpoch));
}
