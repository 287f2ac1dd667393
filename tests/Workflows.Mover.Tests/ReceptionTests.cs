using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Mover.Tests.Support;
using Workflows.Mover.Waiting;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests;

/// <summary>What is answered when something goes wrong that nobody thought of, or comes twice.</summary>
public sealed class ReceptionTests
{
    [Fact]
    public async Task What_nobody_foresaw_is_a_refusal_that_tells_no_secret()
    {
        using var log = new LogCapture();
        var desk = new Desk(HandoverKind.Backup);
        var reception = new Reception(
            desk, new(), grant => throw new InvalidOperationException(grant.Token), "/tmp", log.Log(TimeProvider.System), TimeProvider.System);

        var answer = await AskAsync(reception, await Handovers.WriteAsync(Handovers.Backup));

        Assert.Equal((false, ErrorKind.Failed), (answer.Accepted, answer.Kind));
        Assert.Contains(nameof(InvalidOperationException), answer.Message);
        Assert.DoesNotContain(Handovers.Token, answer.Message + log.Text);
        Assert.False(desk.Job.IsCompleted);
    }

    [Fact]
    public async Task A_job_that_comes_twice_at_once_is_one()
    {
        using var folder = new MoverFolder();
        var header = await folder.HeaderAsync(HandoverKind.Backup, "nightly", Handovers.Attempt);
        var desk = new Desk(HandoverKind.Backup);
        using var first = new Stored(header);
        using var second = new Stored(header);

        var answers = new[] { desk.Take(first.Job, out var firstTaken), desk.Take(second.Job, out var secondTaken) };

        Assert.Equal((true, false), (firstTaken, secondTaken));
        Assert.All(answers, answer => Assert.Equal(HandoverAnswer.Accept(Handovers.Attempt), answer));
        Assert.Same(first.Job, await desk.Job);
    }

    private static async Task<HandoverAnswer> AskAsync(Reception reception, byte[] said)
    {
        using var peer = new Peer(said);
        await reception.ServeAsync(peer, default);
        return HandoverAnswer.Parse(peer.Told.ToArray());
    }

    private sealed class Stored(HandoverHeader header) : IDisposable
    {
        public HandedJob Job { get; } = new(header, StoreGrants.Open(header.Grant));

        public void Dispose() => Job.Store.Dispose();
    }

    /// <summary>Whoever has said all at once, and keeps what it is told.</summary>
    private sealed class Peer(byte[] said) : MemoryStream(said)
    {
        public MemoryStream Told { get; } = new();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Told.WriteAsync(buffer, cancellationToken);
    }
}
