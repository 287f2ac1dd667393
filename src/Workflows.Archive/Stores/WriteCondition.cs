namespace Workflows.Archive.Stores;

/// <summary>What must hold about a blob for a write to happen; checked and written in one step.</summary>
public readonly record struct WriteCondition
{
    private WriteCondition(bool mustBeAbsent, string? eTag)
    {
        MustBeAbsent = mustBeAbsent;
        ETag = eTag;
    }

    /// <summary>Whatever is there is replaced.</summary>
    public static WriteCondition None => default;

    /// <summary>There must be no such blob.</summary>
    public static WriteCondition IfAbsent => new(mustBeAbsent: true, eTag: null);

    public bool MustBeAbsent { get; }

    /// <summary>The ETag the blob must have; null when that is no condition.</summary>
    public string? ETag { get; }

    /// <summary>The blob must be there and be the one that was seen.</summary>
    public static WriteCondition IfMatch(string eTag)
    {
        ArgumentException.ThrowIfNullOrEmpty(eTag);
        return new(mustBeAbsent: false, eTag);
    }

    /// <summary>Whether it holds for what is there now (null: nothing).</summary>
    public bool HoldsFor(StoredBlob? existing) =>
        MustBeAbsent ? existing is null : ETag is null || string.Equals(existing?.ETag, ETag, StringComparison.Ordinal);
}
