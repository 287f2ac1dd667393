using Workflows.Core.Restores;

namespace Workflows.Orchestrations.Restores;

/// <summary>
/// Some chunks of one wave. Groups exist so that no history grows with the cluster: each holds the results of its
/// own chunks, leaves their list in the store, and hands on counts.
/// </summary>
/// <param name="Wave">The number of the wave.</param>
/// <param name="Number">The number of the group in its wave, from 0.</param>
/// <param name="Label">What progress calls it: the wave's name, with the group's place where there are several.</param>
/// <param name="First">The number of its first chunk in the wave.</param>
/// <param name="Chunks">How many chunks it has.</param>
public sealed record ChunkGroup(int Wave, int Number, string Label, int First, int Chunks)
{
    /// <summary>The most chunks of a group: a list of their attempts is a quarter of what a history entry may hold.</summary>
    public const int MaxChunks = 250;

    /// <summary>The groups of a wave, in order.</summary>
    public static IEnumerable<ChunkGroup> Of(RestoreWave wave)
    {
        ArgumentNullException.ThrowIfNull(wave);
        var groups = (wave.Chunks + MaxChunks - 1) / MaxChunks;
        for (var number = 0; number < groups; number++)
        {
            var first = number * MaxChunks;
            yield return new(
                wave.Number,
                number,
                groups == 1 ? wave.Name : $"{wave.Name} {number + 1}/{groups}",
                first,
                Math.Min(MaxChunks, wave.Chunks - first));
        }
    }
}
