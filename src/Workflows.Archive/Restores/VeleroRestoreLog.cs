using System.IO.Compression;
using System.Text;
using Workflows.Archive.Velero;
using Workflows.Core.Reports;
using Workflows.Core.Restores;

namespace Workflows.Archive.Restores;

/// <summary>
/// <c>restore-NAME-logs.gz</c>: what the restore did, a line each, as logfmt. Packed as it grows, since it has a line
/// for each object.
/// </summary>
internal sealed class VeleroRestoreLog : IDisposable
{
    private readonly RestoreReport report;
    private readonly MemoryStream packed = new();
    private readonly StreamWriter lines;

    public VeleroRestoreLog(RestoreReport report)
    {
        this.report = report;
        var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
        lines = new StreamWriter(gzip, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        Write(report.StartedAt, "info",
            $"Restore of backup {report.Backup} to {report.Context} (Kubernetes {report.ServerVersion}) began");
    }

    public void Add(ObjectOutcome outcome)
    {
        var said = outcome.Reason is null ? $"{outcome.Outcome} {outcome.Key}" : $"{outcome.Outcome} {outcome.Key}: {outcome.Reason}";
        Write(report.CompletedAt, outcome.Outcome is RestoreOutcome.Failed ? "error" : "info", said);
        if (outcome.Differences is { } differences)
        {
            Write(report.CompletedAt, "warning", $"{outcome.Key} is not as archived: {string.Join("; ", differences)}");
        }
    }

    /// <summary>The log, ended and packed; nothing may be added any more.</summary>
    public byte[] Build()
    {
        foreach (var hook in report.Hooks ?? [])
        {
            foreach (var line in hook.Lines())
            {
                Write(report.CompletedAt, hook.Severity is ProblemSeverity.Error ? "error" : hook.Severity is null ? "info" : "warning", line);
            }
        }

        foreach (var problem in report.Problems)
        {
            Write(
                report.CompletedAt,
                problem.Severity is ProblemSeverity.Error ? "error" : "warning",
                $"{problem.Scope}: {problem.Message}");
        }

        Write(report.CompletedAt, "info",
            $"{report.Phase}: {report.Compared} objects compared, {report.Different} different");
        lines.Dispose();
        return packed.ToArray();
    }

    public void Dispose()
    {
        lines.Dispose();
        packed.Dispose();
    }

    private void Write(DateTimeOffset time, string level, string message) =>
        lines.WriteLine(LogfmtLine.Format(time, level, message));
}
