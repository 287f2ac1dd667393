using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Tests.Output;

public class TextTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_950, "1.0 MB")]
    [InlineData(1_234_567_890, "1.2 GB")]
    [InlineData(long.MaxValue, "9223.4 PB")]
    public void Bytes_are_decimal_and_short(long bytes, string text) => Assert.Equal(text, Humanize.Bytes(bytes));

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(999, "999ms")]
    [InlineData(1_000, "1.0s")]
    [InlineData(65_000, "1m 5s")]
    [InlineData(3_600_000, "1h")]
    [InlineData(3_605_000, "1h")]
    [InlineData(97_200_000, "1d 3h")]
    public void Durations_have_their_two_largest_units(long milliseconds, string text) =>
        Assert.Equal(text, Humanize.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("plain ünïcode 名前", "plain ünïcode 名前")]
    [InlineData("\u001b]0;title\u0007", "\\u001b]0;title\\u0007")]
    [InlineData("a\nb\rc\td", "a\\u000ab\\u000dc\\u0009d")]
    [InlineData("\u202etxt.exe\u200b\u2028", "\\u202etxt.exe\\u200b\\u2028")]
    [InlineData("\u009b31m", "\\u009b31m")]
    public void Text_from_elsewhere_can_not_command_the_terminal(string text, string safe) =>
        Assert.Equal(safe, SafeText.Of(text));

    [Fact]
    public void A_table_aligns_numbers_to_the_right_and_never_wraps()
    {
        var table = new TextTable(new("NAME"), new("OBJECTS", Right: true), new("PHASE"));
        table.Add("a", "5", "Completed");
        table.Add(new string('b', 200), "12,345", "Failed");
        using var output = new StringWriter();

        table.WriteTo(output, new Palette(enabled: false));

        var lines = output.ToString().Split('\n');
        Assert.Equal($"a{new string(' ', 199)}        5  Completed", lines[1]);
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public void A_palette_that_is_off_paints_nothing() =>
        Assert.Equal("x", new Palette(enabled: false).Paint("x", Tone.Bad));
}
