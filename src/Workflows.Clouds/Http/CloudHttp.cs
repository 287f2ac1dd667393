using System.Net.Sockets;
using System.Security.Authentication;
using Workflows.Core.Errors;

namespace Workflows.Clouds.Http;

/// <summary>Sends requests to a cloud: tries again where that may help, and says what came of it in the product's words.</summary>
/// <param name="handler">Carries them.</param>
/// <param name="time">Clock.</param>
#pragma warning disable CA1001 // What it sends with is the environment's, and lasts as long as the process.
internal sealed class CloudHttp(HttpMessageHandler handler, TimeProvider time)
{
    private const int LongestAnswer = 4 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker invoker = new(handler, disposeHandler: false);

    /// <returns>The answer's body.</returns>
    /// <exception cref="CloudException">It was refused, or not answered.</exception>
    public async Task<byte[]> SendAsync(CloudCall call, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            var (body, failure, wait) = await TryAsync(call, cancellationToken);
            if (failure is null)
                return body!;
            if (tries >= call.Tries || failure is not CloudException { IsTransient: true })
                throw failure;
            await Task.Delay(wait is { } asked && asked < LongestPause ? asked : pause, time, cancellationToken);
            pause *= 2;
        }
    }

    private async Task<(byte[]? Body, Exception? Failure, TimeSpan? Wait)> TryAsync(CloudCall call, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(call.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var request = call.Create();
            using var response = await invoker.SendAsync(request, either.Token);
            var body = await ReadAsync(response, either.Token);
            if (response.IsSuccessStatusCode)
                return (body, null, null);
            var refusal = new CloudRefusal((int)response.StatusCode, RefusalCode.Find(response, body));
            return (null, call.Translate(refusal) ?? Refused(call, refusal), response.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, Unanswered(call, $"it did not answer within {call.Limit.TotalSeconds:0} seconds"), null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            return (null, Broken(call, error), null);
        }
        catch (InvalidDataException)
        {
            return (null, new CloudException(ErrorKind.Failed, $"{call.Host}, asked {call.What}, answered with more than {LongestAnswer} bytes."), null);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > LongestAnswer)
                throw new InvalidDataException();
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static CloudException Refused(CloudCall call, CloudRefusal refusal)
    {
        var kind = refusal.Status switch
        {
            401 or 403 => ErrorKind.Denied,
            404 => ErrorKind.NotFound,
            409 => ErrorKind.Conflict,
            _ => refusal.IsTransient ? ErrorKind.Unavailable : ErrorKind.Failed,
        };
        var advice = call.Advise(refusal) ?? kind switch
        {
            ErrorKind.Denied => "Check the credentials that this process runs with, and their rights.",
            ErrorKind.NotFound => "Check the names.",
            ErrorKind.Unavailable => "It may answer later.",
            _ => "Check what was asked for.",
        };
        return new CloudException(kind, $"{call.Host} was asked {call.What} and refused ({refusal}). {advice}");
    }

    private static CloudException Broken(CloudCall call, Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            Unanswered(call, "its name can't be resolved"),
        HttpRequestException { InnerException: AuthenticationException } =>
            new CloudException(ErrorKind.Denied, $"{call.Host} is not trusted, so it was not asked {call.What}: its certificate is not one of this machine's authorities'."),
        _ => Unanswered(call, "the connection failed"),
    };

    private static CloudException Unanswered(CloudCall call, string why) => new(
        ErrorKind.Unavailable, $"{call.Host} was asked {call.What}, and {why}. Check the network, and the proxy if there is one.");
}
