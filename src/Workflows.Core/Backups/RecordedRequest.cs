using Workflows.Core.Selection;

namespace Workflows.Core.Backups;

/// <summary>What was asked for, as a backup's manifest keeps it: for <c>describe</c>, and for restores.</summary>
/// <param name="Selection">Which objects.</param>
/// <param name="IncludeSecrets">Whether Secrets are in it.</param>
/// <param name="Context">The kubeconfig context it was read through; null for in-cluster.</param>
public sealed record RecordedRequest(ObjectSelection Selection, bool IncludeSecrets, string? Context);
