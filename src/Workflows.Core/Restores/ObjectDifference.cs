using Workflows.Core.Resources;

namespace Workflows.Core.Restores;

/// <summary>An object that is not in the cluster as it is in the archive.</summary>
/// <param name="Key">The object as it is named in the cluster.</param>
/// <param name="Fields">Where it differs, as JSON pointers with what stands where; empty when it is missing.</param>
/// <param name="Missing">Whether the cluster has no such object.</param>
public sealed record ObjectDifference(ObjectKey Key, IReadOnlyList<string> Fields, bool Missing);
