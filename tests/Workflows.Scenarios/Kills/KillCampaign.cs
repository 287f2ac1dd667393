using Workflows.Scenarios.Journals;
using Workflows.Scenarios.Running;
using Xunit.Abstractions;

namespace Workflows.Scenarios.Kills;

/// <summary>One command that is killed, resumed, perhaps killed again, until it is done.</summary>
internal sealed class KillCampaign(Workspace workspace, KillPlan plan, TimeSpan undisturbed, ITestOutputHelper log)
{
    /// <summary>Exit code of a process that SIGKILL ended.</summary>
    private const int Killed = 128 + 9;

    /// <summary>Exit code of a conflict.</summary>
    public const int NameTaken = 5;

    /// <summary>After this many kills a run is let be: it must come to its end some time.</summary>
    private const int MaxKills = 4;

    /// <summary>How often the journals of a process at work are looked at.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks for a number of results.</summary>
    private static readonly TimeSpan ResultsGlance = TimeSpan.FromMilliseconds(2);

    /// <summary>What stood in the journals after each kill.</summary>
    public List<CompletedActivity> Journaled { get; } = [];

    /// <summary>
    /// What was seen in the journals while the last process was at work, after the last kill: its journals are gone
    /// with the run's end.
    /// </summary>
    public IReadOnlyList<CompletedActivity> LastSeen { get; private set; } = [];

    public int Kills { get; private set; }

    /// <summary>Runs the command to its end, whatever it takes.</summary>
    public async Task RunAsync(params string[] arguments)
    {
        var result = await KillAtAsync(arguments);
        while (result.ExitCode == Killed)
        {
            Kills++;
            var journaled = CompletedActivity.In(workspace.State);
            Journaled.AddRange(journaled);
            log.WriteLine($"  killed after {result.Duration.TotalSeconds:F2} s, {journaled.Count(activity => activity.IsWork)} parts or chunks journaled");

            // Killed before its journal began: there is nothing to resume, and nothing was done.
            var begun = HasBegun(workspace);
            var next = begun ? ["resume", "--kubeconfig", arguments[^1]] : arguments;
            result = Kills < MaxKills && plan.KillsAgain()
                ? await KillAtAsync(next)
                : await RunToEndAsync(next);

            // Killed after its end, with its journal removed: to begin it again finds the name taken, and rightly.
            if (!begun && result.ExitCode == NameTaken)
            {
                return;
            }
        }

        result.Exits(0);
    }

    /// <summary>Whether a run that was killed left something to resume.</summary>
    public static bool HasBegun(Workspace workspace) => Directory.Exists(workspace.State)
        && Directory.EnumerateFiles(workspace.State, "*.journal", SearchOption.AllDirectories).Any(IsBegun);

    private static bool IsBegun(string journal) => JournalFile.Read(journal).Any();

    private async Task<CommandResult> RunToEndAsync(string[] arguments)
    {
        using var program = workspace.Start(arguments);
        while (!program.HasEnded)
        {
            await Task.WhenAny(program.WaitForExitAsync(), Task.Delay(Glance));
            var seen = Glimpse();
            LastSeen = seen.Count >= LastSeen.Count ? seen : LastSeen;
        }

        return await program.WaitAsync();
    }

    /// <summary>How many parts or chunks have their results in the journals.</summary>
    private int WorkDone() => Glimpse().Count(activity => activity.IsWork);

    private IReadOnlyList<CompletedActivity> Glimpse()
    {
        try
        {
            return CompletedActivity.In(workspace.State);
        }
        catch (IOException)
        {
            // The run ended between listing its journals and reading them.
            return [];
        }
    }

    private async Task<CommandResult> KillAtAsync(string[] arguments)
    {
        var before = WorkDone();
        using var program = workspace.Start(arguments);
        if (plan.KillsAfterResults())
        {
            var wanted = before + plan.Results();
            while (!program.HasEnded && WorkDone() < wanted)
            {
                await Task.Delay(ResultsGlance);
            }
        }
        else
        {
            await Task.WhenAny(program.WaitForExitAsync(), Task.Delay(plan.Moment(undisturbed)));
        }

        return program.HasEnded ? await program.WaitAsync() : await program.KillAsync();
    }
}
