using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Core.Resources;

namespace Workflows.Core.Tests.Resources;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("10", "10")]
    [InlineData("+10", "10")]
    [InlineData("10.", "10")]
    [InlineData(".5", "0.5")]
    [InlineData("1Ki", "1024")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("1Ei", "1152921504606846976")]
    [InlineData("1E", "1000000000000000000")]
    [InlineData("1k", "1000")]
    [InlineData("100m", "0.1")]
    [InlineData("5u", "0.000005")]
    [InlineData("5n", "0.000000005")]
    [InlineData("2e3", "2000")]
    [InlineData("2E+3", "2000")]
    [InlineData("2500e-3", "2.5")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public void Amounts_are_read_as_kubernetes_writes_them(string written, string expected)
    {
        Assert.True(Quantity.TryParse(written, out var amount));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), amount);
    }

    [Fact]
    public void An_amount_in_a_larger_unit_is_as_many_of_the_smaller() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(0, 1_000_000), Gen.Elements(1, 2, 3, 4, 5)).ToArbitrary(), amount =>
        {
            string[] units = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
            Assert.True(Quantity.TryParse($"{amount.Item1}{units[amount.Item2]}", out var larger));
            Assert.True(Quantity.TryParse($"{amount.Item1 * 1024L}{units[amount.Item2 - 1]}", out var smaller));
            Assert.Equal(smaller, larger);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData(".")]
    [InlineData("-1Gi")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1K")]
    [InlineData("1GB")]
    [InlineData("1,5Gi")]
    [InlineData("1e")]
    [InlineData("1e3Gi")]
    [InlineData("1e99")]
    [InlineData("1Gi\n")]
    [InlineData("٣")]
    public void What_is_no_amount_is_none(string? written) => Assert.False(Quantity.TryParse(written, out _));
}
