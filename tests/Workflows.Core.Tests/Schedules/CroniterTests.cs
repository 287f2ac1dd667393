using FsCheck.Fluent;
using Workflows.Core.Schedules;

namespace Workflows.Core.Tests.Schedules;

/// <summary>Everything that <see cref="CronSchedule"/> says of random expressions, against croniter's answers.</summary>
public sealed class CroniterTests
{
    private static int Count => Campaign.IsFull ? 5_000 : 150;

    [CroniterFact]
    public void Times_agree_with_an_independent_library_through_clock_changes_and_month_ends()
    {
        var questions = CronQuestions.All.Sample(Count, Count)
            .Where(question => CronSchedule.TryParse(question.Expression, question.Zone, out _, out _))
            .ToArray();
        Assert.True(questions.Length > Count * 9 / 10, "Most expressions that were made up are never due.");

        var expected = Croniter.Answer(questions);

        Assert.Equal(questions.Length, expected.Length);
        Assert.True(expected.Count(times => times is not null) > Count * 8 / 10, "Croniter reads too few of the expressions as we do.");
        Assert.True(expected.Sum(times => times?.Length ?? 0) > 10 * Count, "Croniter was asked for too few times.");
        Assert.All(questions.Zip(expected), pair =>
        {
            var (question, times) = pair;
            if (times is null || EndsAShortMonth(question))
            {
                return;
            }

            var ours = CronSchedule.Parse(question.Expression, question.Zone).Between(question.From, question.To);
            Assert.True(
                times.SequenceEqual(ours),
                $"{question}: croniter says {string.Join(' ', times.Except(ours))} where we say {string.Join(' ', ours.Except(times))}.");
        });
    }

    [CroniterFact]
    public void The_29th_of_February_comes_when_an_independent_library_says()
    {
        CronQuestion[] questions =
        [
            .. ((int[])[2027, 2028, 2032, 2096, 2100]).Select(year => new DateTimeOffset(year, 2, 27, 0, 0, 0, TimeSpan.Zero))
                .Select(start => new CronQuestion("30 2 29 2 *", "Europe/Berlin", start, start.AddDays(4))),
        ];

        var ours = questions.Select(question =>
            CronSchedule.Parse(question.Expression, question.Zone).Between(question.From, question.To).ToArray()).ToArray();

        Assert.Equal([0, 1, 1, 1, 0], ours.Select(due => due.Length));
        Assert.Equal(Croniter.Answer(questions), ours);
    }

    /// <summary>
    /// croniter looks for a 31st in months that end before, counts its days all the same, and so passes over the first
    /// days of the next month. Clock changes and leap days have tests of their own.
    /// </summary>
    private static bool EndsAShortMonth(CronQuestion question)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(question.Zone);
        var (from, to) = (TimeZoneInfo.ConvertTime(question.From, zone), TimeZoneInfo.ConvertTime(question.To, zone));
        return question.Expression.Split(' ')[2] != "*"
            && from.Month != to.Month
            && DateTime.DaysInMonth(from.Year, from.Month) < 31;
    }
}
