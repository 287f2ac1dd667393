using Workflows.Core.Retention;

namespace Workflows.Core.Plans.Reading;

/// <summary>How retention is written.</summary>
internal static class RetentionFields
{
    private const int Most = 36_500;

    public static RetentionPolicy Read(FieldReader fields)
    {
        RetentionPolicy policy = new()
        {
            RetainDays = fields.Integer("retainDays", 1, Most, "For how many days a backup is kept. Default: by the other rules alone."),
            DeleteLockDays = fields.Integer(
                "deleteLockDays", 0, RetentionPolicy.MostLockDays, "For how many days nobody may delete a backup. Default: 0.") ?? 0,
            DeleteLockMode = fields.Choice<DeleteLockMode>(
                "deleteLockMode",
                "Whether a store that keeps delete locks itself lets them be taken back there. locked can't be undone. Default: unlocked.") ?? default,
            KeepLast = fields.Integer("keepLast", 0, Most, "How many of the newest are kept. Default: 0.") ?? 0,
            KeepHourly = fields.Integer("keepHourly", 0, Most, "How many hours keep a backup. Default: 0.") ?? 0,
            KeepDaily = fields.Integer("keepDaily", 0, Most, "How many days keep a backup. Default: 0.") ?? 0,
            KeepWeekly = fields.Integer("keepWeekly", 0, Most, "How many weeks keep a backup. Default: 0.") ?? 0,
            KeepMonthly = fields.Integer("keepMonthly", 0, Most, "How many months keep a backup. Default: 0.") ?? 0,
            KeepYearly = fields.Integer("keepYearly", 0, Most, "How many years keep a backup. Default: 0.") ?? 0,
            KeepFailedDays = fields.Integer("keepFailedDays", 0, Most, "For how many days failed ones can be looked at. Default: 7.") ?? 7,
            TimeZone = fields.Text("timeZone", "The IANA zone whose days count. Default: UTC.") ?? "UTC",
            Locked = fields.Flag("locked", "Whether all this may never be changed again. Default: false.") ?? false,
        };
        fields.Report(null, policy.Problems());
        return policy;
    }
}
