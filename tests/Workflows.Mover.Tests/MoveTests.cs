using System.Net.Sockets;
using System.Text;
using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Mover.Commands;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests;

/// <summary>Movers from their start to their end, through their socket.</summary>
public sealed class MoveTests : IDisposable
{
    private readonly MoverFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_backed_up_twice_and_restored_is_what_was()
    {
        await FillAsync();
        var first = await folder.BackUpAsync("first");
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "added"), "more");
        var before = MoverFolder.Describe(folder.Tree);

        var second = await folder.BackUpAsync("second");
        var (restored, outcome) = await folder.RestoreAsync("second");

        Assert.Equal(before, MoverFolder.Describe(restored));
        Assert.Equal(first.Name, second.Parent);
        Assert.Equal(4, second.Totals.NewBytes);
        Assert.Equal((MoverOutcome.Completed, 0L), (outcome.Outcome, outcome.Problems));
        Assert.Equal(second.Totals.Bytes, outcome.Bytes);
    }

    [Fact]
    public async Task How_it_ended_is_in_the_termination_message_and_the_last_line()
    {
        await FillAsync();

        var record = await folder.BackUpAsync("nightly");

        var told = MoverOutcome.TryParse(await File.ReadAllTextAsync(folder.TerminationLog))!;
        Assert.Equal(MoverOutcome.Completed, told.Outcome);
        Assert.Equal($"volumes/{MoverFolder.Volume}/results/{told.Attempt}.json", told.Result);
        Assert.Equal(record.Totals.Bytes, told.Bytes);
        Assert.Equal(
            [MoverEvents.Started, MoverEvents.Waiting, MoverEvents.Accepted, MoverEvents.Completed],
            folder.Log.Lines.Select(line => line.Event));
        Assert.All(folder.Log.Lines.Skip(2), line => Assert.Equal(told.Attempt, line.Attempt));
    }

    [Fact]
    public async Task Nothing_of_a_socket_or_a_parent_is_left()
    {
        await FillAsync();
        await folder.BackUpAsync("first");
        await folder.BackUpAsync("second");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Spool));
        Assert.False(File.Exists(folder.Socket));
    }

    [Fact]
    public async Task The_same_attempt_again_is_accepted_and_another_refused_while_it_is_at_work()
    {
        await using var server = new RawServer(_ => null);
        const string attempt = Handovers.Attempt;
        var header = Handovers.Backup with { Grant = server.Grant(StoreAccess.CreateOnly) };
        var running = await folder.StartAsync(MoverCommand.Backup);

        var first = await folder.HandOverAsync(header);
        var again = await folder.HandOverAsync(header);
        var other = await folder.HandOverAsync(header with { Attempt = new('a', 32) });

        Assert.Equal(HandoverAnswer.Accept(attempt), first);
        Assert.Equal(first, again);
        Assert.Equal((false, attempt, ErrorKind.Conflict), (other.Accepted, other.Attempt, other.Kind));
        folder.Terminate();
        await running;
    }

    [Fact]
    public async Task What_it_was_not_started_for_is_refused_and_it_waits_on()
    {
        await FillAsync();
        var record = await folder.BackUpAsync("nightly");
        var backup = await folder.HeaderAsync(HandoverKind.Backup, "second", Handovers.Attempt);
        var restore = await folder.HeaderAsync(HandoverKind.Restore, "nightly", Handovers.Attempt);
        var running = await folder.StartAsync(MoverCommand.Restore);

        var answers = new[]
        {
            await folder.HandOverAsync(backup),
            await folder.HandOverAsync(restore),
            await folder.HandOverAsync(restore with { Grant = backup.Grant }, (stream, ct) => HandedRecord.WriteAsync(record, stream, ct)),
            await folder.HandOverAsync(
                restore, (stream, ct) => HandedRecord.WriteAsync(record with { Name = "other" }, stream, ct)),
            await folder.HandOverAsync(
                restore, (stream, ct) => HandedRecord.WriteAsync(record with { Format = 1_000 }, stream, ct)),
            await folder.HandOverAsync(
                restore, (stream, ct) => HandedRecord.WriteAsync(record with { Packs = [null!] }, stream, ct)),
            await folder.HandOverAsync(restore, async (stream, ct) => await stream.WriteAsync("no record"u8.ToArray(), ct)),
            await folder.HandOverAsync(restore with { Kind = HandoverKind.Grant }),
        };

        Assert.All(answers, answer => Assert.False(answer.Accepted));
        Assert.Equal(answers.Length, answers.Select(answer => answer.Message).Distinct().Count());
        Assert.Equal(answers.Length, folder.Log.Lines.Count(line => line.Event == MoverEvents.Refused));
        Assert.False(running.IsCompleted);
        folder.Terminate();
        await running;
    }

    [Fact]
    public async Task Whoever_speaks_nonsense_or_breaks_off_does_not_keep_others_from_being_heard()
    {
        await FillAsync();
        var runs = await folder.RunsAsync();
        var attempt = await runs.BeginAsync("nightly", MoverFolder.Volume);
        var header = await folder.HeaderAsync(HandoverKind.Backup, "nightly", attempt);
        var running = await folder.StartAsync(MoverCommand.Backup);
        var newer = await Handovers.WriteAsync(header);
        newer[5]++;

        var nonsense = await SayAsync(Encoding.ASCII.GetBytes(new string('x', 100_000)));
        var another = await SayAsync(newer);
        await LeaveAfterAsync((await Handovers.WriteAsync(header))[..50]);
        using var silent = await ConnectAsync();
        var whole = await folder.HandOverAsync(header);

        Assert.False(HandoverAnswer.Parse(nonsense).Accepted);
        Assert.Contains("version 2", HandoverAnswer.Parse(another).Message);
        Assert.True(whole.Accepted);
        Assert.Equal(MoverOutcome.Completed, (await running).Outcome);
    }

    [Fact]
    public async Task Without_a_mover_that_waits_the_answer_says_so()
    {
        var answer = await folder.HandOverAsync(await folder.HeaderAsync(HandoverKind.Backup, "nightly", Handovers.Attempt));

        Assert.Equal((false, ErrorKind.Unavailable), (answer.Accepted, answer.Kind));
    }

    [Fact]
    public async Task Told_to_end_it_ends_whether_it_waits_or_works()
    {
        var waiting = await folder.StartAsync(MoverCommand.Backup);
        folder.Terminate();
        Assert.Equal((MoverOutcome.Interrupted, null), ((await waiting).Outcome, (await waiting).Attempt));

        await using var server = new RawServer(_ => null);
        var working = await folder.StartAsync(MoverCommand.Backup);
        await folder.HandOverAsync(Handovers.Backup with { Grant = server.Grant(StoreAccess.CreateOnly) });
        await server.Asked;
        folder.Terminate();

        Assert.Equal((MoverOutcome.Interrupted, Handovers.Attempt), ((await working).Outcome, (await working).Attempt));
        var told = MoverOutcome.TryParse(await File.ReadAllTextAsync(folder.TerminationLog));
        Assert.Equal(MoverOutcome.Interrupted, told!.Outcome);
    }

    [Fact]
    public async Task Another_grant_is_gone_on_with_if_it_is_for_what_is_at_work()
    {
        await using var server = new RawServer(_ => null);
        var header = Handovers.Backup with { Grant = server.Grant(StoreAccess.CreateOnly) };
        var running = await folder.StartAsync(MoverCommand.Backup);
        var renewal = header with { Kind = HandoverKind.Grant };

        var early = await folder.HandOverAsync(renewal);
        await folder.HandOverAsync(header);
        await server.Asked;
        var right = await folder.HandOverAsync(renewal);
        var others = await folder.HandOverAsync(renewal with { Attempt = new('a', 32) });
        var elsewhere = await folder.HandOverAsync(renewal with { Grant = renewal.Grant with { Location = new("http://127.0.0.1/x") } });
        var wider = await folder.HandOverAsync(renewal with { Grant = renewal.Grant with { Access = StoreAccess.ReadOnly } });

        Assert.Equal(HandoverAnswer.Accept(Handovers.Attempt), right);
        Assert.All([early, others, elsewhere, wider], refused => Assert.False(refused.Accepted));
        Assert.Single(folder.Log.Lines, line => line.Event == MoverEvents.Renewed);
        folder.Terminate();
        await running;
    }

    /// <summary>The hardest case: what refuses us says our own secret back to us.</summary>
    [Fact]
    public async Task The_token_is_never_told()
    {
        await using var server = new RawServer(head =>
        {
            var body = $"<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code><Message>{head.Split(' ')[1].Replace("&", "&amp;")}</Message></Error>";
            return $"HTTP/1.1 403 {head.Split(' ')[1]}\r\nx-ms-error-code: AuthenticationFailed\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        });
        var running = await folder.StartAsync(MoverCommand.Backup);

        await folder.HandOverAsync(Handovers.Backup with { Grant = server.Grant(StoreAccess.CreateOnly) });

        var outcome = await running;
        Assert.Equal((MoverOutcome.Failed, ErrorKind.Denied), (outcome.Outcome, outcome.Kind));
        Assert.Contains(server.Requests, request => request.Contains("NobodyMayEverReadThis"));
        Assert.DoesNotContain("NobodyMayEverReadThis", folder.Log.Text);
        Assert.DoesNotContain("NobodyMayEverReadThis", await File.ReadAllTextAsync(folder.TerminationLog));
    }

    [Fact]
    public async Task A_mover_that_everybody_forgot_ends()
    {
        var time = new ManualClock();
        var running = await folder.StartAsync(MoverCommand.Backup, time: time);

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((MoverOutcome.Failed, ErrorKind.Unavailable), ((await running).Outcome, (await running).Kind));
    }

    [Fact]
    public async Task A_socket_that_a_dead_container_left_is_taken_over_and_a_living_one_is_not()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Socket)!);
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Unlike one that is killed, this one would remove what it made.
            dead.Bind(new UnixDomainSocketEndPoint(folder.Socket + ".0"));
            File.Move(folder.Socket + ".0", folder.Socket);
        }

        Assert.True(File.Exists(folder.Socket));
        var living = await folder.StartAsync(MoverCommand.Backup);
        var second = await folder.MoveOf(MoverCommand.Backup, folder.Tree).RunAsync(default);

        Assert.Equal(ErrorKind.Conflict, second.Kind);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Socket));
        folder.Terminate();
        Assert.Equal(MoverOutcome.Interrupted, (await living).Outcome);
    }

    [Fact]
    public async Task A_volume_that_is_not_mounted_is_told_at_once()
    {
        var outcome = await folder.MoveOf(MoverCommand.Backup, Path.Combine(folder.Tree, "nowhere")).RunAsync(default);

        Assert.Equal((MoverOutcome.Failed, ErrorKind.Usage), (outcome.Outcome, outcome.Kind));
    }

    [Fact]
    public async Task A_restore_into_what_is_not_empty_fails_and_says_so()
    {
        await FillAsync();
        var record = await folder.BackUpAsync("nightly");
        var running = await folder.StartAsync(MoverCommand.Restore);

        await folder.HandOverAsync(
            await folder.HeaderAsync(HandoverKind.Restore, "nightly", Handovers.Attempt),
            (stream, ct) => HandedRecord.WriteAsync(record, stream, ct));

        var outcome = await running;
        Assert.Equal((MoverOutcome.Failed, ErrorKind.Conflict, false), (outcome.Outcome, outcome.Kind, outcome.Transient));
    }

    private async Task FillAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, "large"), Noise(3 << 20));
        Directory.CreateDirectory(Path.Combine(folder.Tree, "directory"));
        File.CreateSymbolicLink(Path.Combine(folder.Tree, "directory", "link"), "../file");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Tree, "file"), new(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(folder.Socket));
        return socket;
    }

    private async Task<byte[]> SayAsync(byte[] words)
    {
        using var answer = new MemoryStream();
        await Receive.RunAsync(folder.Socket, new MemoryStream(words), answer, default);
        return answer.ToArray();
    }

    private async Task LeaveAfterAsync(byte[] words)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(words);
    }
}
