using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Archive.Stores.Errors;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Stores.Azure;

/// <summary>A service that takes requests and never answers holds nobody for longer than a call's deadline.</summary>
public sealed class AzureBlobDeadlineTests : IDisposable
{
    /// <summary>A test that waits longer than this waits for the client's own timeouts, or for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ManualClock clock = new();
    private readonly SemaphoreSlim stalled = new(0);

    public static TheoryData<string> Calls => [.. CallsByName.Keys];

    private static Dictionary<string, Func<AzureBlobStore, CancellationToken, Task>> CallsByName { get; } = new(StringComparer.Ordinal)
    {
        ["find"] = (store, token) => store.FindAsync("a", token),
        ["read"] = (store, token) => store.OpenReadAsync("a", cancellationToken: token),
        ["read nothing"] = (store, token) => store.OpenReadAsync("a", 0, 0, token),
        ["write"] = (store, token) => store.WriteAsync("a", new byte[] { 1 }, WriteCondition.IfAbsent, token),
        ["list"] = (store, token) => store.ListAsync("", token).CountAsync(CancellationToken.None).AsTask(),
        ["delete"] = (store, token) => store.DeleteAsync("a", token),
        ["stage"] = (store, token) => store.StageBlockAsync("a", "block-1", new byte[] { 1 }, token),
        ["commit"] = (store, token) => store.CommitBlocksAsync("a", ["block-1"], WriteCondition.None, token),
    };

    public void Dispose() => stalled.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_that_is_never_answered_is_given_up_at_its_deadline(string call)
    {
        var running = CallsByName[call](Store((_, token) => StallAsync<HttpResponseMessage>(token)), CancellationToken.None);
        await stalled.WaitAsync(Patience);
        clock.Advance(CallDeadline.Limit - TimeSpan.FromSeconds(1));
        Assert.False(running.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => running.WaitAsync(Patience));
        Assert.True(error.IsTransient);
        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Whoever_ends_a_call_that_is_never_answered_sees_just_that(string call)
    {
        using var ended = new CancellationTokenSource();
        var running = CallsByName[call](Store((_, token) => StallAsync<HttpResponseMessage>(token)), ended.Token);
        await stalled.WaitAsync(Patience, CancellationToken.None);

        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Each_page_of_a_list_has_the_whole_time()
    {
        var pages = 0;
        var store = Store((_, _) =>
        {
            clock.Advance(CallDeadline.Limit * 0.9);
            return Task.FromResult(RecordedAnswers.Page([$"blob-{++pages}"], pages < 3 ? "more" : ""));
        });

        Assert.Equal(["blob-1", "blob-2", "blob-3"], await store.ListAsync("").Select(blob => blob.Path).ToArrayAsync());
    }

    [Fact]
    public async Task A_read_whose_body_stalls_is_given_up_at_its_deadline()
    {
        await using var stream = await Store((_, _) => Task.FromResult(Stalling(first: 10, length: 100))).OpenReadAsync("a");
        await stream.ReadExactlyAsync(new byte[10]);
        clock.Advance(CallDeadline.Limit * 0.9);

        await AssertGivenUpAsync(stream);
    }

    [Fact]
    public async Task A_read_that_is_begun_anew_and_never_answered_is_given_up_at_its_deadline()
    {
        var requests = 0;
        await using var stream = await Store((_, token) => ++requests == 1
            ? Task.FromResult(Breaking(first: 10, length: 100))
            : StallAsync<HttpResponseMessage>(token)).OpenReadAsync("a");
        await stream.ReadExactlyAsync(new byte[10]);

        await AssertGivenUpAsync(stream);
    }

    [Fact]
    public async Task A_read_that_was_given_up_goes_on_when_it_is_asked_again()
    {
        var requests = 0;
        await using var stream = await Store((_, _) => Task.FromResult(++requests == 1
            ? Stalling(first: 10, length: 100)
            : RecordedAnswers.Blob(Part(90), HttpStatusCode.PartialContent))).OpenReadAsync("a");
        await stream.ReadExactlyAsync(new byte[10]);
        await AssertGivenUpAsync(stream);

        await stream.ReadExactlyAsync(new byte[90]);

        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        Assert.Equal(2, requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_large_has_the_time_to_be_sent_over_a_slow_line(bool whole)
    {
        var timeouts = new NetworkTimeouts();
        var store = Store((_, token) => StallAsync<HttpResponseMessage>(token), timeouts);
        var large = new byte[16 * 1024 * 1024];
        var running = whole ? store.WriteAsync("a", large, WriteCondition.None) : store.StageBlockAsync("a", "block-1", large);
        await stalled.WaitAsync(Patience);

        Assert.Equal(CallDeadline.TryLimit * 4, timeouts.Last);
        clock.Advance((CallDeadline.Limit * 4) - TimeSpan.FromSeconds(1));
        Assert.False(running.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => running.WaitAsync(Patience));
    }

    [Fact]
    public void An_answer_that_does_not_come_leaves_time_to_ask_again()
    {
        Assert.InRange(AzureBlobConnection.CreateOptions().Retry.NetworkTimeout * 2.5, TimeSpan.FromSeconds(50), CallDeadline.Limit);
    }

    private static ByteArrayContent Part(int length)
    {
        var content = new ByteArrayContent(new byte[length]);
        content.Headers.ContentRange = new(100 - length, 99, 100);
        return content;
    }

    private static HttpResponseMessage Breaking(int first, int length) =>
        Body(first, length, _ => Task.FromException<int>(new IOException("The connection was reset.")));

    private static HttpResponseMessage Body(int first, int length, Func<CancellationToken, Task<int>> then) =>
        RecordedAnswers.Blob(new StreamContent(new ScriptedBody(first, then)) { Headers = { ContentLength = length } });

    private HttpResponseMessage Stalling(int first, int length) => Body(first, length, StallAsync<int>);

    private async Task AssertGivenUpAsync(Stream stream)
    {
        var reading = stream.ReadAsync(new byte[10]).AsTask();
        await stalled.WaitAsync(Patience);
        clock.Advance(CallDeadline.Limit - TimeSpan.FromSeconds(1));
        Assert.False(reading.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => reading.WaitAsync(Patience));
    }

    private async Task<T> StallAsync<T>(CancellationToken cancellationToken)
    {
        stalled.Release();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Nobody ended it.");
    }

    private AzureBlobStore Store(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, NetworkTimeouts? timeouts = null)
    {
        var options = Azurite.QuickOptions(new RecordedAnswers(answer));
        options.Retry.NetworkTimeout = TimeSpan.FromHours(1);
        options.AddPolicy(timeouts ?? new NetworkTimeouts(), HttpPipelinePosition.PerRetry);
        return new(new BlobContainerClient(new Uri("https://shopbackups.blob.core.windows.net/workflows"), options), "", clock);
    }

    /// <summary>Keeps the timeout of the last request, where it has one of its own.</summary>
    private sealed class NetworkTimeouts : HttpPipelineSynchronousPolicy
    {
        public TimeSpan? Last { get; private set; }

        public override void OnSendingRequest(HttpMessage message) => Last = message.NetworkTimeout;
    }

    /// <summary>Some bytes, and then whatever the test says.</summary>
    private sealed class ScriptedBody(int first, Func<CancellationToken, Task<int>> then) : Stream
    {
        private int left = first;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(left, buffer.Length);
            left -= count;
            return count > 0 ? count : await then(cancellationToken);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
