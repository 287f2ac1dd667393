using System.Text;
using Workflows.Activities.Hooks;

namespace Workflows.Activities.Tests.Hooks;

public sealed class OutputTailTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("abc", "abc")]
    [InlineData("abcdefgh", "abcdefgh")]
    [InlineData("abcdefghi", "bcdefghi")]
    [InlineData("0123456789abcdefghijklmnop", "ijklmnop")]
    public void The_end_is_kept_however_it_is_written(string text, string kept)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var piece = 1; piece <= Math.Max(1, bytes.Length); piece++)
        {
            using var tail = new OutputTail(8);
            foreach (var part in bytes.Chunk(piece))
            {
                tail.Write(part);
            }

            Assert.Equal(kept, tail.Text());
            Assert.Equal(bytes.Length, tail.Length);
        }
    }

    [Fact]
    public void What_would_steer_a_terminal_is_shown_as_dots()
    {
        using var tail = new OutputTail(100);
        tail.Write("one\n\u001b[31mtwo\r\u0000\tthree"u8);

        Assert.Equal("one\n.[31mtwo..\tthree", tail.Text());
    }

    [Fact]
    public void A_letter_that_was_cut_in_two_does_no_harm()
    {
        using var tail = new OutputTail(4);
        tail.Write("aéée"u8);

        Assert.EndsWith("ée", tail.Text(), StringComparison.Ordinal);
    }
}
