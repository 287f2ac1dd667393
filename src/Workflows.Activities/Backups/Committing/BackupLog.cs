using Workflows.Archive.Velero;
using Workflows.Core.Reports;

namespace Workflows.Activities.Backups.Committing;

/// <summary>The log that is kept with a backup: what was planned, captured and met, a line each, as logfmt.</summary>
internal static class BackupLog
{
    public static IEnumerable<string> Lines(CapturedBackup captured)
    {
        var plan = captured.Input.Plan;
        var name = captured.Input.Spec.Name;
        var objects = captured.Segments.Sum(segment => (long)segment.Objects);
        yield return Line(plan.StartedAt, "info",
            $"Backup {name} of Kubernetes {plan.ServerVersion}, {Moment(captured)}");
        yield return Line(plan.StartedAt, "info",
            $"Planned {plan.Parts} parts in {plan.Groups} groups; the server counts {plan.EstimatedObjects} objects");
        foreach (var hook in captured.Hooks)
        {
            foreach (var line in hook.Lines())
            {
                yield return Line(captured.Input.CompletedAt, LevelOf(hook.Severity), line);
            }
        }

        foreach (var part in captured.Parts)
        {
            foreach (var segment in part.Segments)
            {
                yield return Line(captured.Input.CompletedAt, "info",
                    $"Segment {segment.Part}: {segment.Objects} objects, {segment.DataLength} bytes, "
                    + $"revision {part.Revision}, attempt {segment.Attempt}");
            }
        }

        foreach (var volume in captured.Volumes ?? [])
        {
            yield return Line(captured.Input.CompletedAt, "info",
                $"Claim {volume.Claim}: {volume.State}, {volume.Bytes} bytes, {volume.StoredBytes} stored, "
                + (volume.CopyOf is { } source ? $"as claim {source.Name}" : volume.Record ?? "no record"));
        }

        foreach (var problem in captured.Problems)
        {
            var where = problem.Namespace is null ? problem.Scope : $"{problem.Scope} in {problem.Namespace}";
            yield return Line(
                captured.Input.CompletedAt,
                LevelOf(problem.Severity),
                $"{where}: {problem.Message}");
        }

        yield return Line(captured.Input.CompletedAt, "info", $"Captured {objects} objects");
    }

    private static string LevelOf(ProblemSeverity? severity) => severity switch
    {
        ProblemSeverity.Error => "error",
        ProblemSeverity.Warning => "warning",
        _ => "info",
    };

    private static string Moment(CapturedBackup captured) =>
        captured.Revisions switch
        {
            [] => "each list as it was when its turn came",
            [var only] => $"every list at revision {only}",
            var several => $"lists at the revisions {string.Join(", ", several)}",
        };

    private static string Line(DateTimeOffset time, string level, string message) =>
        LogfmtLine.Format(time, level, message);
}
