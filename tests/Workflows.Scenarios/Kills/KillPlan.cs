using System.Globalization;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Kills;

/// <summary>When processes are killed: at random, from a seed that is printed and can be given again.</summary>
internal sealed class KillPlan
{
    /// <summary>A process that is resumed is killed once more this often.</summary>
    private const double AgainProbability = 0.4;

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

    public static int Runs => TestSettings.IsFull ? 50 : 3;

    /// <summary>A moment between the start and the end of an undisturbed run.</summary>
    public TimeSpan Moment(TimeSpan undisturbed) => undisturbed * random.NextDouble();

    /// <summary>
    /// Whether the moment is given by what is done instead of by time: a part is read in a fraction of a second, and
    /// few moments of a run's time fall between the first result and the last.
    /// </summary>
    public bool KillsAfterResults() => random.NextDouble() < 0.5;

    /// <summary>After how many more results.</summary>
    public int Results() => random.Next(1, 4);

    public bool KillsAgain() => random.NextDouble() < AgainProbability;
}
