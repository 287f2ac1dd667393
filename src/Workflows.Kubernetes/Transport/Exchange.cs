using System.Net;
using Workflows.Kubernetes.Authentication;
using Workflows.Kubernetes.Errors;

namespace Workflows.Kubernetes.Transport;

/// <summary>One try of one request. Whatever goes wrong comes out as a <see cref="KubernetesException"/>.</summary>
internal sealed class Exchange(ClusterConnection connection, ConnectionSet connections, ClusterClientOptions options)
{
    private const int LongestStatus = 1 << 20;

    /// <summary>Sends, and reads the answer with <paramref name="read"/> if its status is good.</summary>
    public async Task<T> RunAsync<T>(
        ApiRequest request, Credential credential, Func<ExchangeResponse, Task<T>> read, CancellationToken ct)
    {
        using var deadline = new Deadline(options.ResponseTimeout, options.Time, ct);
        try
        {
            using var message = request.ToMessage(connection.Server);
            using var response = await SendAsync(message, request.Target, request.Body, credential, deadline);
            return await read(new ExchangeResponse(response, request.Target, deadline, options.IdleTimeout));
        }
        catch (Exception e)
        {
            if (FailureTranslator.Translate(e, request.Target, connection, deadline) is { } failure)
                throw failure;
            throw;
        }
    }

    /// <summary>Sends and hands the open answer over, for the caller to read and dispose.</summary>
    public async Task<OpenResponse> OpenAsync(
        HttpRequestMessage message, RequestTarget target, Credential credential, CancellationToken ct)
    {
        var deadline = new Deadline(options.ResponseTimeout, options.Time, ct);
        try
        {
            var response = await SendAsync(message, target, sent: null, credential, deadline);
            deadline.Extend(Timeout.InfiniteTimeSpan);
            return new OpenResponse(response, target, connection, deadline);
        }
        catch (Exception e)
        {
            var failure = FailureTranslator.Translate(e, target, connection, deadline);
            deadline.Dispose();
            if (failure is not null)
                throw failure;
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage message, RequestTarget target, ReadOnlyMemory<byte>? sent, Credential credential,
        Deadline deadline)
    {
        Prepare(message, credential);
        var response = await connections.Next(credential.Certificate).SendAsync(message, deadline.Token);
        deadline.Extend(options.IdleTimeout);
        if (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.SwitchingProtocols)
            return response;
        using (response)
            throw await ReadFailureAsync(response, target, sent, deadline);
    }

    private void Prepare(HttpRequestMessage message, Credential credential)
    {
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        if (credential.Authorization is not null)
            message.Headers.TryAddWithoutValidation("Authorization", credential.Authorization);
        connection.Impersonation?.Apply(message);
        // TLS takes the name it sends and checks from this header; API servers do not look at it.
        if (connection.Trust.ServerName is { } name)
            message.Headers.Host = name;
    }

    private async Task<KubernetesApiException> ReadFailureAsync(
        HttpResponseMessage response, RequestTarget target, ReadOnlyMemory<byte>? sent, Deadline deadline)
    {
        var answer = new ExchangeResponse(response, target, deadline, options.IdleTimeout);
        var after = RetryAfter(response);
        try
        {
            using var body = await BodyReader.ReadAsync(answer, LongestStatus);
            var status = StatusReader.Read(response.StatusCode, body.GetSpan(), after, target.Resource, sent);
            return new KubernetesApiException(target, status, connection.Server.AbsoluteUri);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or MalformedResponseException)
        {
            // The code alone says enough to act on.
            var status = new ApiStatus((int)response.StatusCode, "", "the explanation was cut short") { RetryAfter = after };
            return new KubernetesApiException(target, status, connection.Server.AbsoluteUri, e);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } header)
            return null;
        var wait = header.Delta ?? header.Date - options.Time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
