using Workflows.Engine.History;

namespace Workflows.Engine.Replay;

/// <summary>
/// The steps that the code asks for, in order: those that history has are checked against it, the others are new.
/// A step belongs to the turn in which it was asked for. A turn's batch is on disk before the next turn begins, so
/// that only the last turn of a history may lack steps.
/// </summary>
internal sealed class StepLog
{
    private readonly List<(StepRecord Step, int Turn)> recorded = [];
    private List<StepRecord> asked = [];
    private int next;
    private int turn;
    private int lastTurn;

    /// <summary>The number that the next step takes.</summary>
    public int NextTaskId { get; private set; }

    /// <summary>Whether recorded history is being run over.</summary>
    public bool IsReplaying { get; private set; }

    /// <summary>Takes up a recorded history, to be checked against from now on.</summary>
    public void Load(IEnumerable<HistoryRecord> history)
    {
        IsReplaying = true;
        foreach (var record in history)
        {
            if (record is TurnStarted)
            {
                lastTurn++;
            }
            else if (record is StepRecord step)
            {
                recorded.Add((step, lastTurn));
            }
        }
    }

    /// <summary>Notes a step asked for; gives what history has in its place when that is something else.</summary>
    public string? Ask(StepRecord step)
    {
        NextTaskId++;
        if (!IsReplaying)
        {
            asked.Add(step);
            return null;
        }

        if (next < recorded.Count)
        {
            var (expected, expectedTurn) = recorded[next++];
            return !expected.IsSameStep(step) ? expected.Describe()
                : expectedTurn != turn ? $"it {(expectedTurn > turn ? "later" : "earlier")}"
                : null;
        }

        if (turn < lastTurn)
        {
            return "no further step, though it goes on";
        }

        asked.Add(step);
        return null;
    }

    /// <summary>Ends the turn before; gives the step that history has there and the code did not ask for.</summary>
    public StepRecord? BeginTurn()
    {
        var missing = FindUnasked();
        turn++;
        return missing;
    }

    /// <summary>Ends the replay; gives the step that history has and the code did not ask for.</summary>
    public StepRecord? EndReplay()
    {
        var missing = FindUnasked();
        IsReplaying = false;
        recorded.Clear();
        recorded.TrimExcess();
        return missing;
    }

    /// <summary>The new steps since the last call.</summary>
    public IReadOnlyList<StepRecord> TakeNew()
    {
        if (asked.Count == 0)
        {
            return [];
        }

        var taken = asked;
        asked = [];
        return taken;
    }

    private StepRecord? FindUnasked() =>
        IsReplaying && next < recorded.Count && recorded[next].Turn <= turn ? recorded[next].Step : null;
}
