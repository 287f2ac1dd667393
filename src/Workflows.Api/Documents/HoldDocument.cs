namespace Workflows.Api.Documents;

/// <summary><c>backup hold</c>, <c>backup release</c>.</summary>
/// <param name="Name">The backup.</param>
/// <param name="Held">Whether it is under a legal hold now.</param>
public sealed record HoldDocument(string Name, bool Held)
{
    /// <summary>Since when; absent where it is not held.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Where that was said; absent where it is not held.</summary>
    public string? By { get; init; }

    /// <summary>Why; absent where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the store itself keeps what the backup needs.</summary>
    public bool? KeptByStore { get; init; }

    /// <summary>Why it does not, in a sentence; absent where it does.</summary>
    public string? Note { get; init; }
}
