namespace Workflows.Archive.Tests.Verifying;

/// <summary>Damage to a backup in the clear.</summary>
public sealed class DamageTests() : BackupDamage(key: null);
