using System.Text.Json.Nodes;
using Workflows.Archive.Catalog;
using Workflows.Cli.Output.Documents;

namespace Workflows.Cli.Tests.Output;

/// <summary>One of each document about declared resources, every field used at least once.</summary>
internal static class ResourceSamples
{
    private static readonly DateTimeOffset Night = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    public static AppliedDocument Applied { get; } = new("/store", false,
    [
        new("Cluster", "blue", ResourceAction.Unchanged),
        new("BackupPlan", "nightly", ResourceAction.Configured),
        new("Schedule", "often", ResourceAction.Created),
    ]);

    public static DiffDocument Different { get; } = new("/store", true,
    [
        new("BackupPlan", "nightly", ResourceAction.Configured,
        [
            new("spec.retention.keepDaily", "7", "14"),
            new("spec.permissive", null, "true"),
            new("spec.description", "each night", null),
        ]),
        new("Schedule", "often", ResourceAction.Created, [new("spec.backupPlan", null, "nightly")]),
    ]);

    public static ResourceListDocument List { get; } = new("/store", "Schedule", [Schedule("often")])
    {
        Unreadable = [new("seldom", "\"catalog/schedules/seldom.json\" can't be used.")],
    };

    public static ResourceDescriptionDocument Description { get; } = new()
    {
        Store = "/store",
        Kind = "Schedule",
        Name = "often",
        Uid = new Guid("11111111-2222-3333-4444-555555555555"),
        Generation = 3,
        CreatedAt = Night,
        UpdatedAt = Night.AddDays(1),
        UsedBy = ["restoreplan/to-green"],
        Resource = Schedule("often"),
    };

    public static ScheduleListDocument Schedules { get; } = new("/store",
    [
        new("BackupPlan", "nightly", "nightly")
        {
            Cron = "30 2 * * *",
            TimeZone = "Europe/Berlin",
            Paused = false,
            NextDue = Night.AddDays(1),
            HandledUpTo = Night,
        },
        new("Schedule", "often", "nightly") { TargetMinutes = 240, Paused = false, MissedSince = Night },
        new("Schedule", "seldom", "nightly") { Cron = "@weekly", TimeZone = "UTC", Paused = true },
    ])
    {
        Unreadable = [new("schedule/odd", "There is no BackupPlan \"gone\" that it could run.")],
    };

    public static RetentionDocument Retained { get; } = new("/store", false,
    [
        new("nightly", 2, 7) { Names = ["nightly-1", "nightly-2"], NotDeleted = [new("nightly-3", "It is being read.")] },
        new("weekly", 0, 1) { Names = [], NotDeleted = [], NotLocked = [new("weekly-1", "The store denies access.")] },
    ]);

    public static RetentionDocument Reviewed { get; } = new("/store", true,
    [
        new("nightly", 1, 1)
        {
            Backups =
            [
                new("nightly-1", Night, false, "is kept by no rule"),
                new("nightly-2", Night.AddDays(1), true, "is the last good backup of nightly"),
            ],
        },
    ]);

    private static JsonObject Schedule(string name) => new()
    {
        ["apiVersion"] = "workflows/v1",
        ["kind"] = "Schedule",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["backupPlan"] = "nightly", ["cron"] = "*/5 * * * *", ["graceMinutes"] = 5 },
    };
}
