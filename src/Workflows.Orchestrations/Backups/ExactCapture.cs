using Workflows.Core.Backups;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// Captures every part at the plan's revision. What an earlier round captured is kept if the plan's revision holds the
/// same. Once the revision is found compacted nothing more is read: what there is waits for the next round.
/// </summary>
internal sealed class ExactCapture(PartReading reading, BackupPlan plan) : IPartCapture
{
    public bool IsComplete { get; private set; } = true;

    public async Task<CapturedPart?> CaptureAsync(CapturePart part, CapturedPart? earlier)
    {
        if (!IsComplete)
        {
            return earlier;
        }

        if (earlier is not null)
        {
            switch (await reading.CheckAsync(part, earlier))
            {
                case PartState.Unchanged:
                    return earlier with { Revision = plan.Revision };
                case PartState.Compacted:
                    IsComplete = false;
                    return earlier;
            }
        }

        var read = await reading.ReadAsync(part, plan.Revision);
        IsComplete &= read is not null;

        // Where no later revision lives long enough either, what shows an earlier one is better than nothing.
        return read ?? (earlier is null ? null : earlier with { Outdated = true });
    }
}
