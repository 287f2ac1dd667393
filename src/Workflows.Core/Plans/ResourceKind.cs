namespace Workflows.Core.Plans;

/// <summary>A kind of what can be declared, with the words that it goes by.</summary>
public sealed class ResourceKind
{
    private readonly string shortName;

    private ResourceKind(string name, string shortName) => (Name, this.shortName) = (name, shortName);

    public static ResourceKind Cluster { get; } = new("Cluster", "cl");

    public static ResourceKind BackupPlan { get; } = new("BackupPlan", "bp");

    public static ResourceKind RestorePlan { get; } = new("RestorePlan", "rp");

    public static ResourceKind Schedule { get; } = new("Schedule", "sch");

    public static ResourceKind EventRule { get; } = new("EventRule", "er");

    /// <summary>All of them; what a kind refers to comes before it.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [Cluster, BackupPlan, RestorePlan, Schedule, EventRule];

    /// <summary>As it stands in a file: <c>BackupPlan</c>.</summary>
    public string Name { get; }

    /// <summary>As it is typed: <c>backupplan</c>.</summary>
    public string Singular => Name.ToLowerInvariant();

    /// <summary>What the folder of the kind is called: <c>backupplans</c>.</summary>
    public string Plural => Singular + "s";

    /// <summary>Every way to type it.</summary>
    public IReadOnlyList<string> Words => [Singular, Plural, shortName];

    /// <summary>The kind of a resource.</summary>
    public static ResourceKind Of(PlanResource resource) => resource switch
    {
        ClusterResource => Cluster,
        BackupPlanResource => BackupPlan,
        RestorePlanResource => RestorePlan,
        ScheduleResource => Schedule,
        EventRuleResource => EventRule,
        _ => throw new ArgumentException($"{resource?.GetType()} is no kind of resource.", nameof(resource)),
    };

    /// <summary>The kind that a word means, in any case; null when it means none.</summary>
    public static ResourceKind? Find(string word) =>
        All.FirstOrDefault(kind => kind.Words.Contains(word, StringComparer.OrdinalIgnoreCase));

    public override string ToString() => Name;
}
