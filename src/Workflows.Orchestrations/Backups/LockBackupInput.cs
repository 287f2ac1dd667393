using Workflows.Core.Retention;

namespace Workflows.Orchestrations.Backups;

/// <param name="Store">The store's address.</param>
/// <param name="Name">The backup.</param>
/// <param name="Mode">Whether the lock can be taken back in the store.</param>
public sealed record LockBackupInput(string Store, string Name, DeleteLockMode Mode);
