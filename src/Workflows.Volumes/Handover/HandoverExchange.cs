using System.IO.Pipelines;

namespace Workflows.Volumes.Handover;

/// <summary>One hand-over and its answer, through a command that a mover's container runs.</summary>
public static class HandoverExchange
{
    /// <summary>The command to run in the mover's container.</summary>
    public static IReadOnlyList<string> Command { get; } = ["workflows-mover", "receive"];

    /// <summary>
    /// Hands over and gives back the answer. Handing the same attempt over again is safe: a mover that is at work on
    /// it accepts it and goes on.
    /// </summary>
    /// <param name="header">What it begins with.</param>
    /// <param name="writeContentAsync">Writes what follows; see <see cref="HandoverWriter.WriteAsync"/>.</param>
    /// <param name="runAsync">
    /// Runs <see cref="Command"/> in the mover's container with its standard input and output, until it ends.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HandoverException">There was no answer.</exception>
    public static async Task<HandoverAnswer> RunAsync(
        HandoverHeader header,
        Func<Stream, CancellationToken, Task>? writeContentAsync,
        Func<Stream, Stream, CancellationToken, Task> runAsync,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runAsync);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var answer = new AnswerBuffer();
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, header, writeContentAsync, broken, over.Token);
        try
        {
            await runAsync(pipe.Reader.AsStream(), answer, broken.Token);
        }
        catch (OperationCanceledException) when (writing.IsFaulted && !cancellationToken.IsCancellationRequested)
        {
            // What could not be written is why.
            await writing;
            throw;
        }
        finally
        {
            // A mover may answer without having read everything.
            await over.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await writing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return HandoverAnswer.Parse(answer.Written);
    }

    private static async Task WriteAsync(
        PipeWriter writer,
        HandoverHeader header,
        Func<Stream, CancellationToken, Task>? writeContentAsync,
        CancellationTokenSource broken,
        CancellationToken over)
    {
        try
        {
            await HandoverWriter.WriteAsync(writer.AsStream(), header, writeContentAsync, over);
            await writer.CompleteAsync();
        }
        catch (Exception) when (!over.IsCancellationRequested)
        {
            // The command would wait for the rest.
            await broken.CancelAsync();
            throw;
        }
    }

    /// <summary>Keeps as much as an answer may have, and one byte more. All ways to write to it lead to this one.</summary>
    private sealed class AnswerBuffer : MemoryStream
    {
        public ReadOnlySpan<byte> Written => GetBuffer().AsSpan(0, (int)Length);

        public override void Write(byte[] buffer, int offset, int count) =>
            base.Write(buffer, offset, (int)Math.Min(count, HandoverLimits.MaxAnswerBytes + 1 - Length));
    }
}
