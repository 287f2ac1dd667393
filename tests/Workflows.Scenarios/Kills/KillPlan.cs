using System.Globalization;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Kills;

/// <summary>When processes are killed: at random, from a seed that is printed and can be given again.</summary>
internal sealed class KillPlan
{
    /// <summary>A process that is resumed is killed once more this often.</summary>
    private const double AgainProbability = 0.4;

    /// <summary>How many more runs may be needed until a kill has come amid the work.</summary>
    private const int MoreRuns = 10;

    private readonly Random random;

    public KillPlan()
    {
        Seed = int.TryParse(
            Environment.GetEnvironmentVariable("WORKFLOWS_KILL_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        random = new Random(Seed);
    }

    public int Seed { get; }

    /// <summary>How many runs a campaign has; WORKFLOWS_KILL_RUNS asks for another number.</summary>
    public static int Runs { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("WORKFLOWS_KILL_RUNS"), CultureInfo.InvariantCulture, out var given)
        ? given
        : TestSettings.IsFull ? 50 : 3;

    /// <summary>
    /// The runs of a campaign, from 1, and some more where all kills came before or after the work: then nothing was kept that
    /// could have been done again.
    /// </summary>
    /// <param name="isTold">Whether something was kept.</param>
    public static IEnumerable<int> RunsUntil(Func<bool> isTold)
    {
        for (var run = 1; run <= Runs || (run <= Runs + MoreRuns && !isTold()); run++)
        {
            yield return run;
        }
    }

    /// <summary>A moment between the start and the end of an undisturbed run.</summary>
    public TimeSpan Moment(TimeSpan undisturbed) => undisturbed * random.NextDouble();

    /// <summary>
    /// Whether the moment is given by what is done instead of by time: a part is read in a fraction of a second, and
    /// few moments of a run's time fall between the first result and the last.
    /// </summary>
    public bool KillsAfterResults() => random.NextDouble() < 0.5;

    /// <summary>After how many more results.</summary>
    public int Results() => random.Next(1, 4);

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>How many times something is struck in a run in which several things can be.</summary>
    public int Strikes() => random.Next(1, 4);

    /// <summary>A seed for something else that is random.</summary>
    public int NextSeed() => random.Next();

    public bool KillsAgain() => random.NextDouble() < AgainProbability;
}
