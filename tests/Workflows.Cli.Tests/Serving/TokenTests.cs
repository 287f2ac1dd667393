using System.Net;
using Workflows.Cli.Serving;
using Workflows.Core.Errors;

namespace Workflows.Cli.Tests.Serving;

public sealed class TokenTests : IAsyncDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ServeHarness machine = new();

    [Fact]
    public async Task A_token_is_made_where_there_is_none_for_its_owner_alone_and_kept()
    {
        await (await machine.StartAsync()).StopAsync();
        var first = machine.Token;
        await machine.StartAsync();

        Assert.Equal(64, first.Length);
        Assert.Equal(first, machine.Token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Owner, File.GetUnixFileMode(machine.TokenPath));
        }
    }

    [Fact]
    public async Task A_token_that_changes_counts_at_once_and_a_file_that_is_unfit_lets_nobody_in()
    {
        var service = await machine.StartAsync();
        using var old = machine.Client(service);
        Write("another-token-of-more-than-32-characters", minutes: 1);
        using var changed = machine.Client(service);

        Assert.Equal(HttpStatusCode.Unauthorized, (await old.GetAsync("/v1/backups")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await changed.GetAsync("/v1/backups")).StatusCode);

        Write("short", minutes: 2);
        Assert.Equal(HttpStatusCode.Unauthorized, (await changed.GetAsync("/v1/backups")).StatusCode);
        File.Delete(machine.TokenPath);
        Assert.Equal(HttpStatusCode.Unauthorized, (await changed.GetAsync("/v1/backups")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await changed.GetAsync("/healthz")).StatusCode);
        await service.Log.WaitForAsync("callers", service.End);
    }

    [Theory]
    [InlineData("")]
    [InlineData("too-short")]
    [InlineData("with spaces in it, and more than 32 characters")]
    [InlineData("two-lines-of-more-than-32-characters\ntwo-lines-of-more-than-32-characters")]
    public async Task A_file_without_a_fit_token_is_refused_without_quoting_it(string content)
    {
        Directory.CreateDirectory(machine.Cli.StatePath);
        Write(content, minutes: 0);

        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => TokenFile.OpenAsync(machine.TokenPath, CancellationToken.None));

        Assert.Equal(ErrorKind.Usage, refused.Kind);
        Assert.True(content.Length == 0 || !refused.Message.Contains(content, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(machine.Cli.StatePath);
        Write("a-token-of-more-than-32-characters-it-is", minutes: 0);
        File.SetUnixFileMode(machine.TokenPath, Owner | UnixFileMode.GroupRead);

        var refused = await Assert.ThrowsAsync<WorkflowsException>(() => TokenFile.OpenAsync(machine.TokenPath, CancellationToken.None));

        Assert.Equal(ErrorKind.Denied, refused.Kind);
    }

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    /// <summary>Writes the file as if so many minutes had passed: two writes of a test may fall into one tick of the disk's clock.</summary>
    private void Write(string content, int minutes)
    {
        File.WriteAllText(machine.TokenPath, content + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(machine.TokenPath, Owner);
        }

        File.SetLastWriteTimeUtc(machine.TokenPath, DateTime.UtcNow.AddMinutes(minutes));
    }
}
