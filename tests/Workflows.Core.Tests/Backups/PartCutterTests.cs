using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Backups;
using Workflows.Core.Backups.Planning;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Backups;

public sealed class PartCutterTests
{
    private static readonly PartCutter Cutter = new(pageSize: 500);

    [Fact]
    public void What_has_a_revision_of_its_own_shares_no_part_with_what_is_read_at_the_backups()
    {
        SurveyedKind[] kinds =
        [
            new(new("", "v1", "configmaps", "ConfigMap", true, ["list"]), 5),
            new(new("own.example", "v1", "things", "Thing", true, ["list"]), 5) { OwnRevision = true },
            new(new("", "v1", "secrets", "Secret", true, ["list"]), 5),
        ];

        var parts = new PartCutter(500).Cut(kinds, ["a"], 1);

        Assert.All(parts, part => Assert.Single(part.Slices.Select(slice => slice.OwnRevision).Distinct()));
        Assert.Equal(3, parts.Sum(part => part.Slices.Count));
    }

    [Fact]
    public void A_kind_without_objects_gives_no_list() =>
        Assert.Empty(Cutter.Cut([Namespaced("configmaps", 0)], Names(3), 3));

    [Fact]
    public void Few_objects_over_many_namespaces_are_one_list_of_the_cluster()
    {
        var part = Assert.Single(Cutter.Cut([Namespaced("configmaps", 1_500)], Names(2_500), 2_500));

        Assert.Null(Assert.Single(part.Slices).Namespace);
    }

    [Fact]
    public void Many_objects_in_few_namespaces_are_listed_side_by_side()
    {
        var parts = Cutter.Cut([Namespaced("configmaps", 20_000)], Names(20), 20);

        Assert.Equal(20, parts.Count);
        Assert.Equal(Names(20), parts.SelectMany(part => part.Slices).Select(slice => slice.Namespace));
    }

    [Fact]
    public void Twenty_thousand_objects_in_2500_namespaces_do_not_mean_a_list_per_namespace()
    {
        string[] kinds = ["configmaps", "secrets", "services", "pods", "serviceaccounts"];

        var parts = Cutter.Cut(kinds.Select(kind => Namespaced(kind, 4_000)), Names(2_500), 2_500);

        Assert.Equal(kinds.Length, parts.Sum(part => part.Slices.Count));
    }

    [Fact]
    public void One_namespace_of_many_is_listed_alone()
    {
        var part = Assert.Single(Cutter.Cut([Namespaced("configmaps", 1_200)], ["shop"], 300));

        Assert.Equal("shop", Assert.Single(part.Slices).Namespace);
    }

    [Fact]
    public void A_kind_whose_cluster_list_is_forbidden_is_listed_in_each_selected_namespace()
    {
        var kind = Namespaced("configmaps", 0) with { NamespacesOnly = true };

        var slices = Cutter.Cut([kind], ["a", "b"], 2).SelectMany(part => part.Slices);

        Assert.Equal(["a", "b"], slices.Select(slice => slice.Namespace));
    }

    [Fact]
    public void Small_kinds_share_a_part()
    {
        var kinds = Enumerable.Range(0, 60).Select(number => Namespaced($"kind{number}s", 10));

        Assert.Single(Cutter.Cut(kinds, Names(5), 5));
    }

    [Fact]
    public void Every_kind_with_objects_is_covered_once_and_no_part_exceeds_its_bounds()
    {
        var kinds = Gen.ListOf(Gen.Zip(Gen.Choose(0, 9_000), Gen.Elements(true, false)));
        var sizes = Gen.Choose(1, 400);
        Prop.ForAll(Gen.Zip(kinds, sizes).ToArbitrary(), drawn =>
        {
            var (counts, namespaces) = drawn;
            var surveyed = counts
                .Select((kind, number) => Kind($"kind{number}s", kind.Item1, kind.Item2))
                .ToArray();

            var parts = Cutter.Cut(surveyed, Names(namespaces), namespaces);

            Assert.Equal(Enumerable.Range(0, parts.Count), parts.Select(part => part.Number));
            Assert.All(parts, part => Assert.InRange(part.Slices.Count, 1, PartCutter.MaxSlices));
            Assert.All(
                parts.Where(part => part.Slices.Count > 1),
                part => Assert.True(part.EstimatedObjects <= PartCutter.TargetObjects));
            foreach (var kind in surveyed)
            {
                var slices = parts
                    .SelectMany(part => part.Slices)
                    .Where(slice => slice.Plural == kind.Resource.Plural)
                    .Select(slice => slice.Namespace)
                    .ToArray();
                var whole = slices is [null];
                var each = slices.SequenceEqual(Names(namespaces));
                Assert.True(kind.Count == 0 ? slices.Length == 0 : whole || (kind.Resource.Namespaced && each));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_a_plan_covers_already_gives_no_parts_more()
    {
        SurveyedKind[] kinds = [Namespaced("configmaps", 20_000), Namespaced("secrets", 10), Kind("nodes", 3, false)];
        var planned = Cutter.Cut(kinds, Names(20), 20);

        Assert.Empty(Cutter.CutAdded(planned, kinds, Names(20), 20));
    }

    [Fact]
    public void New_kinds_and_new_namespaces_give_parts_behind_those_of_the_plan()
    {
        var planned = Cutter.Cut([Namespaced("configmaps", 20_000), Namespaced("secrets", 10)], Names(20), 20);

        var added = Cutter.CutAdded(
            planned,
            [Namespaced("configmaps", 21_000), Namespaced("secrets", 12), Namespaced("widgets", 5)],
            Names(21),
            21);

        // Secrets are listed for the whole cluster, so that the new namespace is covered.
        Assert.Equal(
            [("configmaps", "ns-0020"), ("widgets", null)],
            added.SelectMany(part => part.Slices).Select(slice => (slice.Plural, slice.Namespace)));
        Assert.Equal(planned.Count, added[0].Number);
    }

    [Fact]
    public void A_kind_that_would_be_listed_otherwise_today_is_listed_as_it_was_planned()
    {
        var planned = Cutter.Cut([Namespaced("configmaps", 500)], Names(20), 20);

        Assert.Empty(Cutter.CutAdded(planned, [Namespaced("configmaps", 20_000)], Names(20), 20));
    }

    [Fact]
    public void Groups_keep_every_part_in_order_within_the_bounds_of_a_history_entry()
    {
        var slice = CaptureSlice.Of(Namespaced("pods", 1).Resource, null);
        var slices = Gen.Choose(1, PartCutter.MaxSlices).ListOf();
        Prop.ForAll(slices.ToArbitrary(), sizes =>
        {
            var parts = sizes
                .Select((size, number) => new CapturePart(number, [.. Enumerable.Repeat(slice, size)], 1))
                .ToArray();

            var groups = PartGroups.Of(parts);

            Assert.Equal(parts, groups.SelectMany(group => group));
            Assert.All(groups, group => Assert.InRange(group.Count, 1, PartGroups.MaxParts));
            Assert.All(groups, group => Assert.InRange(group.Sum(part => part.Slices.Count), 1, PartGroups.MaxSlices));
        }).QuickCheckThrowOnFailure();
    }

    private static SurveyedKind Namespaced(string plural, long count) => Kind(plural, count, namespaced: true);

    private static SurveyedKind Kind(string plural, long count, bool namespaced) =>
        new(new ApiResource("", "v1", plural, plural, namespaced, ["list"]), count);

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(number => $"ns-{number:D4}")];
}
