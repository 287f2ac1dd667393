using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Backups;

public sealed class PlanRenewalTests
{
    private static readonly PartCutter Cutter = new(pageSize: 500);

    private static readonly PlanRenewal Renewal = new(Cutter);

    [Fact]
    public void The_parts_of_a_cluster_that_stays_the_same_keep_their_numbers_and_lists()
    {
        SurveyedKind[] kinds = [Kind("configmaps", 20_000), Kind("secrets", 900)];
        var planned = PartGroups.Of(Cutter.Cut(kinds, Names(20), 20));

        var renewed = Renewal.Renew(planned, kinds, Names(20), 20);

        Assert.Equal(Lists(planned), Lists(renewed));
    }

    [Fact]
    public void Lists_of_a_kind_that_is_gone_are_left_out_and_the_part_keeps_its_number()
    {
        var planned = PartGroups.Of(Cutter.Cut([Kind("widgets", 1_000), Kind("secrets", 900)], Names(2), 2));

        var renewed = Renewal.Renew(planned, [Kind("secrets", 900)], Names(2), 2);

        Assert.Equal(
            planned.SelectMany(group => group).Select(part => part.Number),
            renewed.SelectMany(group => group).Select(part => part.Number));
        Assert.All(renewed.SelectMany(group => group).SelectMany(part => part.Slices), slice => Assert.Equal("secrets", slice.Plural));
    }

    [Fact]
    public void What_is_new_comes_in_groups_of_its_own_behind_the_others()
    {
        var planned = PartGroups.Of(Cutter.Cut([Kind("secrets", 900)], Names(2), 2));

        var renewed = Renewal.Renew(planned, [Kind("secrets", 900), Kind("widgets", 4)], Names(2), 2);

        Assert.Equal(planned.Count + 1, renewed.Count);
        var part = Assert.Single(renewed[^1]);
        Assert.Equal(("widgets", planned.Sum(group => group.Count)), (Assert.Single(part.Slices).Plural, part.Number));
    }

    private static IEnumerable<(int Number, CaptureSlice Slice)> Lists(IEnumerable<IReadOnlyList<CapturePart>> groups) =>
        groups
            .SelectMany(parts => parts)
            .SelectMany(part => part.Slices.Select(slice => (part.Number, slice)));

    private static SurveyedKind Kind(string plural, long count) =>
        new(new ApiResource("", "v1", plural, plural, true, ["list"]), count);

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(number => $"ns-{number:D4}")];
}
