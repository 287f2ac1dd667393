using Workflows.Orchestrations.Restores;

namespace Workflows.Orchestrations.Tests.Restores;

public sealed class ChunkGroupTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(ChunkGroup.MaxChunks, 1)]
    [InlineData(ChunkGroup.MaxChunks + 1, 2)]
    [InlineData(7 * ChunkGroup.MaxChunks, 7)]
    public void The_groups_of_a_wave_hold_each_of_its_chunks_once(int chunks, int groups)
    {
        var cut = ChunkGroup.Of(RestoreFakes.Wave(3, chunks)).ToArray();

        Assert.Equal(groups, cut.Length);
        Assert.Equal(
            Enumerable.Range(0, chunks), cut.SelectMany(group => Enumerable.Range(group.First, group.Chunks)));
        Assert.Equal(Enumerable.Range(0, groups), cut.Select(group => group.Number));
        Assert.All(cut, group => Assert.Equal(3, group.Wave));
    }

    /// <summary>Progress finds the group under way by its label.</summary>
    [Fact]
    public void Each_group_of_a_plan_has_a_label_of_its_own()
    {
        Assert.Equal(["wave 3"], ChunkGroup.Of(RestoreFakes.Wave(3, 2)).Select(group => group.Label));
        Assert.Equal(
            ["wave 4 1/2", "wave 4 2/2"],
            ChunkGroup.Of(RestoreFakes.Wave(4, ChunkGroup.MaxChunks + 1)).Select(group => group.Label));
    }
}
