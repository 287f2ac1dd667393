using Workflows.Core.Hooks;

namespace Workflows.Core.Tests.Hooks;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("2h0m1s", 7_201_000)]
    [InlineData("+3s", 3_000)]
    [InlineData("0", 0)]
    public void Reads_what_Go_writes(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5d")]
    [InlineData("1.2.3s")]
    [InlineData("99999999h")]
    [InlineData("five minutes")]
    public void Refuses_what_it_does_not_write(string text) => Assert.False(GoDuration.TryParse(text, out _));
}
