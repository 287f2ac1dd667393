using Workflows.Core.Resources;

namespace Workflows.Core.Backups.Planning;

/// <summary>A kind that a backup captures, with what the server says of how much there is.</summary>
/// <param name="Resource">The kind.</param>
/// <param name="Count">How many objects the server counted in all namespaces.</param>
public sealed record SurveyedKind(ApiResource Resource, long Count)
{
    /// <summary>Whether it must be listed namespace by namespace, because the cluster's list is not allowed.</summary>
    public bool NamespacesOnly { get; init; }

    /// <inheritdoc cref="CaptureSlice.NamedOnly"/>
    public bool NamedOnly { get; init; }

    /// <inheritdoc cref="CaptureSlice.OwnRevision"/>
    public bool OwnRevision { get; init; }
}
