using System.Globalization;

namespace Workflows.Core.Retention;

/// <summary>Decisions in words.</summary>
internal static class RetentionText
{
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static RetentionDecision Decision(RetainedBackup backup, IReadOnlyList<RetentionReason> kept) =>
        new(backup, kept, kept.Count > 0 ? string.Join(", ", kept.Select(reason => reason.Text)) : WhyItGoes(backup));

    private static string WhyItGoes(RetainedBackup backup)
    {
        var why = backup.State is RetainedState.Failed ? "failed" : "is kept by no rule";
        return backup.ExpiresAt is { } expired ? $"{why} and expired at {Moment(expired)}" : why;
    }
}
