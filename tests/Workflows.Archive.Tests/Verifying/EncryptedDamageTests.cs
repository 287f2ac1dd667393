using Workflows.Archive.Encryption.KeyFiles;

namespace Workflows.Archive.Tests.Verifying;

/// <summary>Damage to an encrypted backup, its key envelope included.</summary>
public sealed class EncryptedDamageTests() : BackupDamage(FileKey.Generate());
