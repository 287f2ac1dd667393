using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Backups;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Backups;

public sealed class ObjectSetHashTests
{
    private static readonly GroupResource ConfigMaps = new("configmaps", "");

    [Fact]
    public void The_order_of_the_objects_does_not_matter() =>
        Prop.ForAll(Gen.Choose(0, 40).ListOf().ToArbitrary(), numbers =>
        {
            Assert.Equal(Of(numbers), Of(Enumerable.Reverse(numbers)));
            Assert.Equal(Of(numbers), Of(numbers.Take(3)).Plus(Of(numbers.Skip(3))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_reads_back_what_it_wrote() =>
        Prop.ForAll(Gen.Choose(0, 1_000).ListOf().ToArbitrary(), numbers =>
            Assert.Equal(Of(numbers), ObjectSetHash.Parse(Of(numbers).ToString()))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_carry_goes_from_one_half_to_the_other()
    {
        var largest = ObjectSetHash.Parse(new string('0', 32) + new string('f', 32));
        var one = ObjectSetHash.Parse(new string('0', 63) + "1");

        Assert.Equal(new string('0', 31) + "1" + new string('0', 32), largest.Plus(one).ToString());
    }

    [Fact]
    public void Another_version_another_uid_another_name_another_namespace_and_another_kind_are_told_apart()
    {
        var head = Head(1);
        ObjectSetHash[] hashes =
        [
            ObjectSetHash.Empty,
            ObjectSetHash.Empty.With(ConfigMaps, head),
            ObjectSetHash.Empty.With(ConfigMaps, head).With(ConfigMaps, head),
            ObjectSetHash.Empty.With(ConfigMaps, head with { ResourceVersion = "8" }),
            ObjectSetHash.Empty.With(ConfigMaps, head with { Uid = "other" }),
            ObjectSetHash.Empty.With(ConfigMaps, head with { Name = "other" }),
            ObjectSetHash.Empty.With(ConfigMaps, head with { Namespace = "other" }),
            ObjectSetHash.Empty.With(new("secrets", ""), head),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_hash_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ObjectSetHash.Parse(text));

    private static ObjectSetHash Of(IEnumerable<int> numbers) =>
        numbers.Aggregate(ObjectSetHash.Empty, (hash, number) => hash.With(ConfigMaps, Head(number)));

    private static ObjectHead Head(int number) =>
        new("v1", "ConfigMap", "shop", $"object-{number}", $"uid-{number}", "7");
}
