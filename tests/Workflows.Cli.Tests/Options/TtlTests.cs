using FsCheck;
using FsCheck.Fluent;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Tests.Options;

public class TtlTests
{
    [Theory]
    [InlineData("720h", 30 * 24 * 60 * 60)]
    [InlineData("30d", 30 * 24 * 60 * 60)]
    [InlineData("1h30m", 90 * 60)]
    [InlineData("1s", 1)]
    [InlineData("1d2h3m4s", ((26 * 60) + 3) * 60 + 4)]
    public void Parse_reads_lengths_as_go_and_velero_write_them(string text, long seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Ttl.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("720")]
    [InlineData("h")]
    [InlineData("-1h")]
    [InlineData("1.5h")]
    [InlineData("1h ")]
    [InlineData(" 1h")]
    [InlineData("1h,2m")]
    [InlineData("0h")]
    [InlineData("1w")]
    [InlineData("99999999999d")]
    [InlineData("36501d")]
    [InlineData("9999999d9999999d9999999d9999999d9999999d9999999d9999999d")]
    [InlineData("forever")]
    [InlineData("١h")]
    public void Parse_refuses_what_is_no_length_and_says_how_to_write_one(string text)
    {
        var error = Assert.Throws<UsageException>(() => Ttl.Parse(text));
        Assert.Contains("720h", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_reads_every_length_it_allows_back() =>
        Prop.ForAll(
            Gen.Choose(1, 36_500 * 24).ToArbitrary(),
            hours => Ttl.Parse($"{hours / 24}d{hours % 24}h") == TimeSpan.FromHours(hours)).QuickCheckThrowOnFailure();
}
