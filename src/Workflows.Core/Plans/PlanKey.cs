using Workflows.Core.Keys;

namespace Workflows.Core.Plans;

/// <summary>Which key a plan's backups are encrypted or read with: a file's, or one in a vault.</summary>
/// <param name="File">The absolute path of the key file; null for a key in a vault.</param>
/// <param name="Vault">The key in Azure Key Vault; null for a file's.</param>
public sealed record PlanKey(string? File, VaultAddress? Vault);
