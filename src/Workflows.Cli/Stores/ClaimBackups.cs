using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Manifests;
using Workflows.Cli.Commands.Volumes;
using Workflows.Cli.Output.Documents;
using Workflows.Core.Errors;
using Workflows.Core.Volumes;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Stores;
using Workflows.Volumes.Verifying;

namespace Workflows.Cli.Stores;

/// <summary>The backups of claims' volumes that belong to a backup of a cluster.</summary>
/// <param name="address">The store.</param>
/// <param name="given">The key; null for none.</param>
internal sealed class ClaimBackups(string address, GivenKey? given)
{
    private const string NotAllKnown =
        "Which volumes it should have the data of is not known either: those were looked at that are there.";

    private readonly StoredVolumes volumes = new(address, given);

    /// <summary>Reads all of them, and names everything that is wrong with them.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="manifest">Its manifest, which says what there should be; null where that can't be read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ClaimFindings> VerifyAsync(
        string backup, ArchiveManifest? manifest, CancellationToken cancellationToken)
    {
        var findings = ClaimFindings.None;
        var names = manifest is null
            ? (await volumes.ListNamesAsync(cancellationToken)).Where(name => MoverNames.IsRecordOf(backup, name))
            : (manifest.Volumes ?? []).Select(volume => volume.Record).OfType<string>();
        foreach (var name in names)
        {
            findings = findings.Plus(await VerifyAsync(name, cancellationToken));
        }

        return manifest is null && findings.Volumes > 0
            ? findings.Plus(new(0, 0, [], [NotAllKnown]))
            : findings;
    }

    private async Task<ClaimFindings> VerifyAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await VerifyAsync(await volumes.OpenOrLockedAsync(name, cancellationToken), cancellationToken);
        }
        catch (WrongKeyException wrong)
        {
            // The keys of volumes are rotated by themselves: what is stored can be looked at without.
            var locked = await new StoredVolumes(address, given: null).OpenOrLockedAsync(name, cancellationToken);
            return (await VerifyAsync(locked, cancellationToken)).Plus(new(0, 0, [], [wrong.Message]));
        }
        catch (VolumeDamagedException damaged)
        {
            return new(1, 0, [Of(damaged)], []);
        }
        catch (WorkflowsException missing) when (missing.Kind is ErrorKind.NotFound or ErrorKind.Damaged)
        {
            return new(1, 0, [new(VolumeLayout.Record(name), missing.Message)], []);
        }
    }

    /// <summary>Somebody may give a directory's backup a name like these; only claims' backups lie in containers.</summary>
    private static async Task<ClaimFindings> VerifyAsync(StoredVolume volume, CancellationToken cancellationToken)
    {
        var record = volume.Record;
        if (record.Container is null)
        {
            return ClaimFindings.None;
        }

        var damage = await new VolumeVerifier(volume.Data, record, volume.Keys).FindDamageAsync(cancellationToken);
        return new(1, record.Tree.Length + record.Packs.Sum(pack => pack.Length), [.. damage.Select(Of)], []);
    }

    private static DamageDocument Of(VolumeDamagedException damaged) => new(damaged.Where, damaged.What);
}

/// <summary>What verifying backups of volumes found.</summary>
/// <param name="Volumes">How many there are, or should be.</param>
/// <param name="Bytes">How many stored bytes were read.</param>
/// <param name="Damages">What is wrong.</param>
/// <param name="NotChecked">What could not be checked, in sentences.</param>
internal sealed record ClaimFindings(
    int Volumes, long Bytes, IReadOnlyList<DamageDocument> Damages, IReadOnlyList<string> NotChecked)
{
    public static ClaimFindings None { get; } = new(0, 0, [], []);

    public ClaimFindings Plus(ClaimFindings other) => new(
        Volumes + other.Volumes,
        Bytes + other.Bytes,
        [.. Damages, .. other.Damages],
        [.. NotChecked.Union(other.NotChecked, StringComparer.Ordinal)]);
}
