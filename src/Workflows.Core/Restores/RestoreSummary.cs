namespace Workflows.Core.Restores;

/// <summary>What a restore that ended came to: the result of its orchestration.</summary>
/// <param name="Name">The restore's name.</param>
/// <param name="Backup">The backup restored from.</param>
/// <param name="Phase">Whether everything is there.</param>
/// <param name="Counts">What became of the objects.</param>
/// <param name="Compared">How many objects were compared with the archive afterwards.</param>
/// <param name="Different">How many of them are not as archived.</param>
/// <param name="Warnings">How many warnings the report holds.</param>
public sealed record RestoreSummary(
    string Name,
    string Backup,
    RestorePhase Phase,
    OutcomeCounts Counts,
    int Compared,
    int Different,
    int Warnings);
