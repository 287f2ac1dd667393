using System.Text;
using Workflows.Core.Errors;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests.Handover;

public sealed class HandoverExchangeTests
{
    private static readonly HandoverAnswer Accepted = HandoverAnswer.Accept(Handovers.Attempt);

    [Fact]
    public async Task The_command_reads_the_hand_over_and_its_output_is_the_answer()
    {
        byte[] received = [];
        var content = new byte[3 << 20];
        Random.Shared.NextBytes(content);

        var answer = await HandoverExchange.RunAsync(
            Handovers.Backup,
            async (stream, ct) => await stream.WriteAsync(content, ct),
            async (stdin, stdout, ct) =>
            {
                using var reader = new HandoverReader(stdin, new(), TimeProvider.System);
                await reader.ReadHeaderAsync(ct);
                using var copy = new MemoryStream();
                await reader.Content.CopyToAsync(copy, ct);
                await reader.CompleteAsync(ct);
                received = copy.ToArray();
                await stdout.WriteAsync(Accepted.ToLine(), ct);
            });

        Assert.Equal(Accepted, answer);
        Assert.Equal(content, received);
    }

    [Fact]
    public async Task An_answer_that_comes_before_all_was_read_ends_it()
    {
        var refusal = HandoverAnswer.Refuse(new HandoverException(ErrorKind.Conflict, "It is at work."), Handovers.Attempt);

        var answer = await HandoverExchange.RunAsync(
            Handovers.Backup,
            WriteForEverAsync,
            async (_, stdout, ct) => await stdout.WriteAsync(refusal.ToLine(), ct));

        Assert.Equal(refusal, answer);
    }

    [Fact]
    public async Task What_can_not_be_read_to_be_handed_over_ends_the_command_and_is_told()
    {
        var commandEnded = false;

        var failed = await Assert.ThrowsAsync<HandoverException>(() => HandoverExchange.RunAsync(
            Handovers.Backup,
            (_, _) => throw new HandoverException(ErrorKind.Unavailable, "The store is away."),
            async (_, _, ct) =>
            {
                try
                {
                    await Task.Delay(Timeout.Infinite, ct);
                }
                finally
                {
                    commandEnded = true;
                }
            }));

        Assert.Equal("The store is away.", failed.Message);
        Assert.True(commandEnded);
    }

    [Fact]
    public async Task A_command_that_can_not_be_run_says_why()
    {
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => HandoverExchange.RunAsync(
            Handovers.Backup, WriteForEverAsync, (_, _, _) => throw new InvalidOperationException("no such pod")));

        Assert.Equal("no such pod", failed.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("exec: not found\n")]
    [InlineData("{\"accepted\":true,\"att")]
    [InlineData("{\"accepted\":true}")]
    [InlineData("null\n")]
    public async Task What_is_no_whole_answer_is_none(string output)
    {
        var failed = await Assert.ThrowsAsync<HandoverException>(() => HandoverExchange.RunAsync(
            Handovers.Backup, null, async (_, stdout, ct) => await stdout.WriteAsync(Encoding.UTF8.GetBytes(output), ct)));

        Assert.Equal(ErrorKind.Unavailable, failed.Kind);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_kept()
    {
        var flood = new byte[1 << 20];
        await Assert.ThrowsAsync<HandoverException>(() => HandoverExchange.RunAsync(
            Handovers.Backup,
            null,
            async (_, stdout, ct) =>
            {
                for (var written = 0; written < 64; written++)
                {
                    await stdout.WriteAsync(flood, ct);
                    Assert.InRange(((MemoryStream)stdout).Length, 1, HandoverLimits.MaxAnswerBytes + 1);
                }
            }));
    }

    private static async Task WriteForEverAsync(Stream stream, CancellationToken cancellationToken)
    {
        var zeros = new byte[1 << 20];
        while (true)
        {
            await stream.WriteAsync(zeros, cancellationToken);
        }
    }
}
