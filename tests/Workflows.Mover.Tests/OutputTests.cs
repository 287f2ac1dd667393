using System.Text;
using Workflows.Core.Errors;
using Workflows.Mover.Output;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests;

public sealed class OutputTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("ü")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    [InlineData("😀")]
    public void A_termination_message_is_never_more_than_Kubernetes_keeps(string letter)
    {
        var failed = new MoverOutcome
        {
            Outcome = MoverOutcome.Failed,
            Kind = ErrorKind.Unavailable,
            Message = string.Concat(Enumerable.Repeat(letter, 10_000)),
        };

        var message = failed.ToTerminationMessage();

        Assert.InRange(message.Length, 1_000, MoverOutcome.MaxBytes);
        var read = MoverOutcome.TryParse(Encoding.UTF8.GetString(message))!;
        Assert.StartsWith(letter + letter, read.Message);
        Assert.EndsWith("…", read.Message);
        Assert.Equal(failed with { Message = null }, read with { Message = null });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Killed")]
    [InlineData("{\"outcome\":")]
    [InlineData("null")]
    public void What_is_no_termination_message_is_none(string? text) => Assert.Null(MoverOutcome.TryParse(text));

    [Fact]
    public void A_file_that_Kubernetes_did_not_make_is_not_made()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        TerminationMessage.Write(path, new() { Outcome = MoverOutcome.Completed }, new LogCapture().Log(TimeProvider.System));

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Progress_is_told_when_there_is_some_and_now_and_then_when_there_is_not()
    {
        var time = new ManualClock();
        var log = new LogCapture();
        await using var progress = new ProgressLines(log.Log(time), Handovers.Attempt, time);

        for (var second = 1; second <= 10; second++)
        {
            progress.Report(new(second, second * 100));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([5, 10], log.Lines.Select(line => line.Entries));
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal([5, 10, 10, 10, 10], log.Lines.Select(line => line.Entries));
        Assert.All(log.Lines, line => Assert.Equal((MoverEvents.Progress, Handovers.Attempt), (line.Event, line.Attempt)));
    }

    [Fact]
    public async Task Progress_is_not_told_any_more_when_it_is_over()
    {
        var time = new ManualClock();
        var log = new LogCapture();
        await using (new ProgressLines(log.Log(time), Handovers.Attempt, time))
        {
        }

        time.Advance(TimeSpan.FromHours(1));

        Assert.Empty(log.Lines);
    }
}
