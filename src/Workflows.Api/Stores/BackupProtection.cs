using Workflows.Activities.Locks;
using Workflows.Api.Documents;
using Workflows.Api.Errors;
using Workflows.Archive.Holds;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Api.Stores;

/// <summary>What keeps backups from being deleted, and people's legal holds.</summary>
/// <param name="address">The store's address.</param>
/// <param name="time">The clock.</param>
public sealed class BackupProtection(string address, TimeProvider time)
{
    /// <summary>What a reason is, where it is none.</summary>
    public static readonly string ReasonExpected = $"A reason is one line of 1 to {LongestReason} characters.";

    private const int LongestReason = 500;

    private const string ByProgram = "The store keeps no locks itself: Workflows alone keeps to the hold.";

    private readonly IArchiveStore store = ArchiveStores.Open(address);

    /// <summary>Whether a text may say why a backup is held.</summary>
    public static bool IsReason(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= LongestReason && !text.Any(char.IsControl);
    }

    /// <summary>What keeps a backup; null for nothing.</summary>
    public async Task<ProtectionDocument?> FindAsync(string backup, CancellationToken cancellationToken)
    {
        var hold = await new BackupHolds(store).FindAsync(backup, cancellationToken);
        var found = await Locks().FindAsync(backup, cancellationToken);
        return hold is null && found is not { Until: not null } and not { IsHeld: true }
            ? null
            : new()
            {
                HeldSince = hold?.At,
                HoldReason = hold?.Reason,
                StoreLockedUntil = found?.Until,
                StoreLockMode = found?.Until is null ? null : found.Mode.ToString().ToLowerInvariant(),
                StoreHeld = found is { IsHeld: true } ? true : null,
            };
    }

    /// <summary>Puts a backup under a legal hold. What is cut off half-way is finished by the next call, or by retention.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="host">This machine or host, for others to read.</param>
    /// <param name="reason">Why; null for what was said before, or nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Archive.Errors.ArchiveNotFoundException">There is no such backup.</exception>
    public async Task<HoldDocument> HoldAsync(string backup, string host, string? reason, CancellationToken cancellationToken)
    {
        var holds = new BackupHolds(store);
        var earlier = await holds.FindAsync(backup, cancellationToken);
        var hold = earlier is { IsReleasing: false } && (reason is null || reason == earlier.Reason)
            ? earlier
            : new BackupHold(host, earlier?.At ?? time.GetUtcNow()) { Reason = reason ?? earlier?.Reason };
        if (hold != earlier)
        {
            await holds.PlaceAsync(backup, hold, cancellationToken);
        }

        var note = await ApplyAsync(locks => locks.HoldAsync(backup, cancellationToken));
        return new(backup, Held: true)
        {
            Since = hold.At,
            By = hold.By,
            Reason = hold.Reason,
            KeptByStore = note is null,
            Note = note,
        };
    }

    /// <summary>Lifts a legal hold. What is cut off half-way is still held, and finished by the next call, or by retention.</summary>
    /// <exception cref="NothingFoundException">Nobody holds it.</exception>
    public async Task<HoldDocument> ReleaseAsync(string backup, CancellationToken cancellationToken)
    {
        var holds = new BackupHolds(store);
        var hold = await holds.FindAsync(backup, cancellationToken)
            ?? throw new NothingFoundException($"Backup '{backup}' is under no legal hold in {address}.");
        await holds.BeginReleaseAsync(backup, hold, cancellationToken);
        await ApplyAsync(locks => locks.ReleaseAsync(backup, cancellationToken));
        await holds.RemoveAsync(backup, cancellationToken);
        return new(backup, Held: false);
    }

    /// <returns>Why the store does not keep it; null where it does.</returns>
    private async Task<string?> ApplyAsync(Func<BackupLocks, Task> applyAsync)
    {
        var locks = Locks();
        if (!locks.AreKept)
        {
            return ByProgram;
        }

        try
        {
            await applyAsync(locks);
            return null;
        }
        catch (StoreLocksUnsupportedException unsupported)
        {
            return unsupported.Message;
        }
    }

    private BackupLocks Locks() => new(store, time, TimeSpan.MaxValue);
}
