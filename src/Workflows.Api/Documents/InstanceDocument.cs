using Workflows.Api.Runs;
using Workflows.Durable;

namespace Workflows.Api.Documents;

/// <summary>An orchestration instance: a run of a backup or restore.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">The orchestrator: <c>Backup</c>, <c>Restore</c>.</param>
/// <param name="Status">
/// <c>Pending</c>, <c>Running</c>, <c>Suspended</c>, <c>Completed</c>, <c>Failed</c>, <c>Terminated</c>. A completed backup or
/// restore may still lack something: what it made says so.
/// </param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="LastUpdatedAt">When it last took a step.</param>
public sealed record InstanceDocument(
    string Id, string Kind, OrchestrationStatus Status, DateTimeOffset CreatedAt, DateTimeOffset LastUpdatedAt)
{
    /// <summary>The name of what it makes; absent where it makes nothing with a name.</summary>
    public string? Name { get; init; }

    /// <summary>The path of what it makes.</summary>
    public string? Resource { get; init; }

    /// <summary>How far it is; absent in lists and before it has begun.</summary>
    public ProgressSnapshot? Progress { get; init; }

    /// <summary>Why it failed or was terminated; absent where it was not.</summary>
    public FailureDocument? Failure { get; init; }
}

/// <param name="Kind">The kind, as in problem details.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record FailureDocument(string Kind, string Message);

/// <summary>Instances, by id.</summary>
/// <param name="Instances">The instances.</param>
public sealed record InstanceListDocument(IReadOnlyList<InstanceDocument> Instances)
{
    /// <summary>What the parameter <c>after</c> takes to list those that follow; absent where none do.</summary>
    public string? Next { get; init; }
}
