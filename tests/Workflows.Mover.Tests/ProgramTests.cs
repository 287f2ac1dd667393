using Workflows.Archive.Stores.Containers;
using Workflows.Core.Errors;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests;

/// <summary>The program itself: its arguments, signals and exit codes.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly MoverFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task Told_to_end_while_it_waits_it_ends_and_says_so(string signal, int exitCode)
    {
        using var mover = Start("backup");
        await mover.ReadToAsync(MoverEvents.Waiting);

        mover.Signal(signal);

        await mover.ReadToAsync(MoverEvents.Interrupted);
        Assert.Equal(exitCode, await mover.ExitCodeAsync());
        Assert.Equal(MoverOutcome.Interrupted, (await ToldAsync()).Outcome);
        Assert.False(File.Exists(folder.Socket));
    }

    [Fact]
    public async Task Told_to_end_while_it_works_it_ends_and_shows_no_secret()
    {
        await using var server = new RawServer(_ => null);
        using var mover = Start("backup");
        await mover.ReadToAsync(MoverEvents.Waiting);
        var header = Handovers.Backup with { Grant = server.Grant(StoreAccess.CreateOnly) };

        // As exec does before Kubernetes 1.30: the end of what the command reads never comes.
        using var receive = new MoverProcess("receive", "--socket", folder.Socket);
        await receive.Input.WriteAsync(await Handovers.WriteAsync(header));
        await receive.Input.FlushAsync();
        var answer = await receive.Output.ReadToEndAsync();
        await server.Asked;
        var visible = mover.Visible;
        mover.Signal("TERM");

        Assert.True(HandoverAnswer.Parse(System.Text.Encoding.UTF8.GetBytes(answer)).Accepted);
        Assert.Equal(0, await receive.ExitCodeAsync());
        Assert.Equal(Handovers.Attempt, (await mover.ReadToAsync(MoverEvents.Interrupted)).Attempt);
        Assert.Equal(143, await mover.ExitCodeAsync());
        Assert.DoesNotContain("NobodyMayEverReadThis", visible);
        Assert.Equal("", await mover.Errors.ReadToEndAsync());
    }

    [Fact]
    public async Task Nobody_waiting_is_an_answer_and_an_exit_code()
    {
        using var receive = new MoverProcess("receive", "--socket", folder.Socket);

        var answer = HandoverAnswer.Parse(System.Text.Encoding.UTF8.GetBytes(await receive.Output.ReadToEndAsync()));

        Assert.Equal((false, ErrorKind.Unavailable), (answer.Accepted, answer.Kind));
        Assert.Equal(1, await receive.ExitCodeAsync());
    }

    [Theory]
    [InlineData("Say what to do")]
    [InlineData("Unknown: 'copy'", "copy")]
    [InlineData("Say where the volume is", "backup")]
    [InlineData("Unknown: '--path'", "receive", "--path", "x")]
    [InlineData("--path needs a value", "backup", "--path")]
    [InlineData("not '0'", "backup", "--path", "x", "--wait", "0")]
    [InlineData("not '-1'", "restore", "--path", "x", "--patience", "-1")]
    [InlineData("not '1.5'", "restore", "--path", "x", "--patience", "1.5")]
    public async Task What_it_can_not_be_started_with_is_told_with_exit_code_2(string told, params string[] arguments)
    {
        using var mover = new MoverProcess(arguments);

        Assert.Contains(told, await mover.Errors.ReadToEndAsync());
        Assert.Equal(2, await mover.ExitCodeAsync());
    }

    [Fact]
    public async Task A_volume_that_is_not_there_is_told_with_exit_code_2()
    {
        await File.WriteAllTextAsync(folder.TerminationLog, "");
        using var mover = new MoverProcess("restore", "--path", "/nowhere", "--termination-log", folder.TerminationLog);

        Assert.Equal(ErrorKind.Usage, (await mover.ReadToAsync(MoverEvents.Failed)).Kind);
        Assert.Equal(2, await mover.ExitCodeAsync());
        Assert.Contains("/nowhere", (await ToldAsync()).Message);
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        using var mover = new MoverProcess("backup", "--help");

        Assert.StartsWith("usage: workflows-mover", await mover.Output.ReadToEndAsync());
        Assert.Equal(0, await mover.ExitCodeAsync());
    }

    private MoverProcess Start(string command)
    {
        Directory.CreateDirectory(folder.Spool);
        File.WriteAllText(folder.TerminationLog, "");
        return new(
            command, "--path", folder.Tree, "--socket", folder.Socket, "--spool", folder.Spool, "--termination-log", folder.TerminationLog);
    }

    private async Task<MoverOutcome> ToldAsync() => MoverOutcome.TryParse(await File.ReadAllTextAsync(folder.TerminationLog))!;
}
