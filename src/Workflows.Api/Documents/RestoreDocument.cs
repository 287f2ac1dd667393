using Workflows.Core.Restores;

namespace Workflows.Api.Documents;

/// <summary>A restore in a list, or a run that is to become one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">
/// <c>Completed</c>, <c>PartiallyFailed</c>, <c>Failed</c>; <c>InProgress</c> and <c>Interrupted</c> for a run, which
/// has no numbers yet; <c>Damaged</c> when the record can't be read, and then nothing else is known.
/// </param>
public sealed record RestoreDocument(string Name, string Phase)
{
    public string? Backup { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The kubeconfig context that was restored to.</summary>
    public string? Context { get; init; }

    public OutcomesDocument? Outcomes { get; init; }

    /// <summary>How many objects were compared with the archive afterwards.</summary>
    public int? Compared { get; init; }

    /// <summary>How many of them are not as archived.</summary>
    public int? Different { get; init; }

    public int? Warnings { get; init; }

    public int? Errors { get; init; }

    /// <summary><c>true</c> where the record takes a key to read; else absent.</summary>
    public bool? Encrypted { get; init; }
}

/// <summary>How many objects came to which end.</summary>
public sealed record OutcomesDocument(int Created, int Unchanged, int Updated, int Skipped, int Failed)
{
    public static OutcomesDocument Of(OutcomeCounts counts) =>
        new(counts.Created, counts.Unchanged, counts.Updated, counts.Skipped, counts.Failed);
}
