namespace Workflows.Core.Restores.Rules;

/// <summary>What a rule says of an object: restore it (perhaps changed), or don't, and why.</summary>
public readonly record struct RuleVerdict
{
    private RuleVerdict(string? skipReason) => SkipReason = skipReason;

    /// <summary>The object is restored, as far as this rule is concerned.</summary>
    public static RuleVerdict Keep => default;

    /// <summary>Why the object is not restored, one sentence for the report; null if it is.</summary>
    public string? SkipReason { get; }

    public static RuleVerdict Skip(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new RuleVerdict(reason);
    }
}
