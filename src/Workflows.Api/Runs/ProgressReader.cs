using Workflows.Core.Backups;
using Workflows.Core.Copies;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Api.Runs;

/// <summary>Adds up what an instance and its sub-orchestrations say of themselves.</summary>
public static class ProgressReader
{
    public static async Task<ProgressSnapshot> ReadAsync(
        OrchestrationClient client, string instanceId, RunKind kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var query = new OrchestrationQuery { InstanceIdPrefix = instanceId, IncludeChildren = true };
        var states = new List<OrchestrationState>();
        await foreach (var state in client.QueryAsync(query, cancellationToken))
        {
            states.Add(state);
        }

        var top = states.Find(state => state.InstanceId == instanceId);
        var children = states.Where(state => state.ParentInstanceId == instanceId);
        return top?.CustomStatus is null
            ? ProgressSnapshot.Starting
            : kind switch
            {
                RunKind.Backup => OfBackup(StatusOf<BackupProgress>(top)!, children),
                RunKind.Copy => OfCopy(StatusOf<CopyProgress>(top)!),
                _ => OfRestore(StatusOf<RestoreProgress>(top)!, children),
            };
    }

    /// <summary>The step that a state is in; null when it hasn't said.</summary>
    public static string? StepOf(OrchestrationState state) =>
        state.CustomStatus is { } status
        && status.TryGetProperty("step", out var step)
            ? step.GetString()
            : null;

    /// <summary>While parts are captured the groups know how far they are; afterwards the backup itself does.</summary>
    private static ProgressSnapshot OfBackup(BackupProgress top, IEnumerable<OrchestrationState> children)
    {
        var groups = children.Where(child => StepOf(child) is not null).Select(StatusOf<BackupProgress>).OfType<BackupProgress>()
            .Where(group => group.Round == top.Round)
            .ToArray();
        var capturing = top.Step == "Capturing";
        return new ProgressSnapshot(top.Step)
        {
            Round = top.Round,
            Parts = top.Parts,
            PartsDone = capturing ? groups.Sum(group => group.PartsDone) : top.PartsDone,
            ObjectsExpected = top.EstimatedObjects,
            Objects = capturing ? groups.Sum(group => group.Objects) : top.Objects,
            Bytes = capturing ? groups.Sum(group => group.Bytes) : top.Bytes,
            Volumes = top.Volumes?.Claims ?? 0,
            VolumesDone = top.Volumes?.Counts.Total ?? 0,
            Failed = top.Volumes?.Counts.Failed ?? 0,
        };
    }

    private static ProgressSnapshot OfCopy(CopyProgress top) => new(top.Step)
    {
        Files = top.Files,
        FilesDone = top.FilesDone,
        Bytes = top.BytesDone,
        BytesExpected = top.Bytes,
    };

    /// <summary>The restore counts the waves that are done; the wave under way counts its own.</summary>
    private static ProgressSnapshot OfRestore(RestoreProgress top, IEnumerable<OrchestrationState> children)
    {
        var wave = top.Step == "Restoring"
            ? children.Where(child => StepOf(child) is not null).Select(StatusOf<RestoreProgress>).FirstOrDefault(child => child?.Wave == top.Wave)
            : null;
        return new ProgressSnapshot(top.Step)
        {
            Wave = top.Wave,
            ObjectsExpected = top.Objects,
            IsExact = true,
            Objects = top.Done + (wave?.Done ?? 0),
            Failed = top.Failed + (wave?.Failed ?? 0) + (top.Volumes?.Counts.Failed ?? 0),
            Volumes = top.Volumes?.Claims ?? 0,
            VolumesDone = top.Volumes?.Counts.Total ?? 0,
        };
    }

    private static T? StatusOf<T>(OrchestrationState state)
        where T : class =>
        state.CustomStatus is { } status ? DurableJson.Read<T>(status) : null;
}
