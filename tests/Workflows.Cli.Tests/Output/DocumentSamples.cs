using Workflows.Cli.Errors;
using Workflows.Cli.Output.Documents;
using Workflows.Core.Clusters.Access;
using Workflows.Core.Reports;
using Workflows.Core.Restores;

namespace Workflows.Cli.Tests.Output;

/// <summary>One of each document, every field used at least once.</summary>
internal static class DocumentSamples
{
    private static readonly DateTimeOffset Night = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private static readonly BackupDocument Backup = new("nightly", "PartiallyFailed")
    {
        CreatedAt = Night,
        CompletedAt = Night.AddSeconds(65),
        ExpiresAt = Night.AddDays(30),
        Objects = 12_345,
        Bytes = 1_234_567,
        Warnings = 1,
        Errors = 1,
    };

    private static readonly ProblemDocument[] Problems =
    [
        new(ProblemSeverity.Error, "widgets.example.com", null, "The conversion webhook is down."),
        new(ProblemSeverity.Warning, "configmaps", "shop", "Read at another revision."),
    ];

    private static readonly SelectionDocument Selection =
        new(["shop", "team-*"], ["team-x"], [], ["pods"], "app=web", [], false);

    private static readonly RestoreDocument Restore = new("fix", "PartiallyFailed")
    {
        Backup = "nightly",
        StartedAt = Night,
        CompletedAt = Night.AddMinutes(2),
        Context = "green",
        Outcomes = new OutcomesDocument(1_000, 20, 3, 40, 1),
        Compared = 1_023,
        Different = 2,
        Warnings = 1,
        Errors = 1,
    };

    private static readonly OutcomeDocument Failure = new(
        "services", "shop", "web", RestoreOutcome.Failed, "The API server said: port 30080 is taken.");

    public static ClusterAccessDocument Access { get; } = ClusterAccessDocument.Of(new(["/kubeconfig"], "prod"), new(
        "v1.36.0",
        [
            new(ClusterTask.Backup, 61, []),
            new(
                ClusterTask.Volumes,
                14,
                [
                    new(new("create", new("jobs", "batch"), Namespaced: true), "shop"),
                    new(new("get", new("pods", ""), Namespaced: true) { Subresource = "exec" }, "shop"),
                    new(new("get", new("nodes", ""), Namespaced: false), null),
                ]),
        ],
        ["metrics.k8s.io"]));

    public static BackupCreatedDocument BackupCreated { get; } =
        new(Backup, "/store", 65, 9_876_543, 40, ["4711", "4712"], Problems);

    public static BackupListDocument BackupList { get; } = new("/store",
    [
        new("broken", BackupDocument.Damaged),
        Backup,
        Backup with { Name = "nightly-sealed", Encrypted = true },
        new("now", BackupDocument.InProgress) { CreatedAt = Night },
        new("stopped", BackupDocument.Interrupted),
    ]);

    public static BackupDescriptionDocument BackupDescription { get; } = new()
    {
        Backup = Backup,
        Store = "/store",
        BackupUid = new Guid("11111111-2222-3333-4444-555555555555"),
        FormatVersion = 1,
        Context = "blue",
        ServerVersion = "v1.36.0",
        ClusterUid = "3f1c",
        Revision = "4711",
        MixedRevisions = [new("pods.metrics.k8s.io", null, "own", "It is served from elsewhere.")],
        Selection = Selection,
        IncludeSecrets = true,
        Kinds = [new("configmaps", 12_000), new("deployments.apps", 345)],
        Exclusions = [new("events", "Events expire within hours.")],
        Problems = Problems,
        Objects = [new("configmaps", "shop", "settings"), new("namespaces", null, "shop")],
    };

    public static VerificationDocument Intact { get; } = new("nightly", true, 12_345, 1_234_567, [])
    {
        Volumes = new(3, 7_654_321),
    };

    public static BackupDescriptionDocument EncryptedDescription { get; } = BackupDescription with
    {
        Backup = Backup with { Encrypted = true },
        KeyId = "7814dda401e6f8c26c5aae5dad3dd4c9",
        IncludeSecrets = true,
    };

    public static BackupDescriptionDocument ProtectedDescription { get; } = BackupDescription with
    {
        Backup = Backup with { LockedUntil = Night.AddDays(7) },
        Protection = new()
        {
            HeldSince = Night.AddDays(1),
            HoldReason = "case 4711",
            StoreLockedUntil = Night.AddDays(7),
            StoreLockMode = "locked",
            StoreHeld = true,
        },
    };

    public static CopyDocument Copied { get; } = new(
        "nightly", new("11111111-2222-3333-4444-555555555555"), "/store", "https://west.blob.core.windows.net/backups", WasThere: false)
    {
        Files = 1_234,
        Bytes = 20_123_456_789,
        SharedFiles = 4_711,
        SharedBytes = 78_123_456_789,
        Volumes = 3,
        Snapshots = 2,
    };

    public static HoldDocument Held { get; } = new("nightly", Held: true)
    {
        Since = Night,
        By = "desk",
        Reason = "case 4711",
        KeptByStore = false,
        Note = "The store keeps no locks itself: Workflows alone keeps to the hold.",
    };

    public static VerificationDocument NotWhollyChecked { get; } = new("nightly", true, 0, 1_234_567, [])
    {
        NotChecked = "Without the key only the hashes were checked.",
    };

    public static RotationDocument Rotation { get; } = new("/store", "7814dda401e6f8c26c5aae5dad3dd4c9",
    [
        new("nightly", "Rotated", null),
        new("older", "AlreadyNew", null),
        new("busy", RotatedBackupDocument.InUse, "The run restore-fix@here works with it."),
        new("others", RotatedBackupDocument.OtherKey, "It is encrypted with another key."),
        new("torn", RotatedBackupDocument.Failed, "Its envelope is damaged."),
    ],
    [
        new("fix", "Rotated", null),
    ]);

    public static VerificationDocument Damaged { get; } = new(
        "nightly", false, 12_344, 1_234_567,
        [new("velero/backups/nightly/nightly.tar.gz, part 3", "its bytes do not match their hash")]);

    public static ComparisonDocument Equal { get; } = new("nightly", true, 12, 0, 3, []);

    public static ComparisonDocument Different { get; } = new("nightly", false, 12, 3, 0,
    [
        new("configmaps", "shop", "settings", false, ["/data/color: \"red\" in the archive, \"blue\" in the cluster"]),
        new("namespaces", null, "gone", true, []),
    ]);

    public static RestoreCreatedDocument RestoreCreated { get; } = new(Restore, 120, Problems, [Failure]);

    public static RestoreListDocument RestoreList { get; } =
        new("/store", [new("broken", BackupDocument.Damaged), Restore, new("stopped", BackupDocument.Interrupted)]);

    public static RestoreDescriptionDocument RestoreDescription { get; } = new()
    {
        Restore = Restore,
        Store = "/store",
        BackupUid = new Guid("11111111-2222-3333-4444-555555555555"),
        ServerVersion = "v1.36.0",
        Selection = Selection,
        NamespaceMappings = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "shop-copy" },
        Conflict = ConflictMode.Update,
        PreserveNodePorts = true,
        Hooks =
        [
            new("shop", "db-0", "db", null, ["/load.sh"], true, null, 0, "It succeeded.", 13, "it is loaded\n"),
            new("shop", "web-1", null, "all", ["warm", "up"], false, ProblemSeverity.Warning, null, "It could not be run.", 0, ""),
        ],
        Problems = Problems,
        Objects = [Failure, new("pods", "shop", "web-1", RestoreOutcome.Skipped, "Left to its ReplicaSet.")],
    };

    public static RestoreDescriptionDocument ClaimRestoreDescription { get; } = new()
    {
        Restore = Restore,
        Store = "/store",
        BackupUid = new Guid("11111111-2222-3333-4444-555555555555"),
        ServerVersion = "v1.36.0",
        Selection = Selection,
        NamespaceMappings = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "shop-copy" },
        StorageClassMappings = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["gp2"] = "managed-csi" },
        ClaimSizes = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["shop/data"] = "50Gi" },
        Claim = "shop/data",
        Into = "shop-copy/data-of-monday",
        Conflict = ConflictMode.Skip,
        PreserveNodePorts = false,
        Problems = [],
        Objects = [],
    };

    public static RestoreDescriptionDocument SealedRestoreDescription { get; } = new()
    {
        Restore = Restore with { Context = null, Encrypted = true },
        Store = "/store",
        BackupUid = new Guid("11111111-2222-3333-4444-555555555555"),
        KeyNeeded = "What became of each object is encrypted with the key 7814dda401e6f8c26c5aae5dad3dd4c9.",
    };

    public static ResumeDocument Resumed { get; } = new(
    [
        new("Backup", "nightly", 3, BackupCreated, null),
        new("Restore", "fix", 1, null, new CliError("Denied", "The token has expired.", 1)),
    ]);
}
