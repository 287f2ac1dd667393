using Microsoft.Extensions.Logging;
using Workflows.Kubernetes.Authentication;

namespace Workflows.Kubernetes.Transport;

/// <summary>
/// Sends requests until they are answered for good: waits its turn, repeats what is safe to repeat, renews
/// credentials once when they are refused.
/// </summary>
internal sealed class RequestSender : IDisposable
{
    private readonly ClusterConnection connection;
    private readonly ClusterClientOptions options;
    private readonly ConnectionSet connections;
    private readonly Exchange exchange;
    private readonly RetryPolicy policy;
    private volatile bool answered;

    public RequestSender(ClusterConnection connection, ClusterClientOptions options)
    {
        this.connection = connection;
        this.options = options;
        connections = new ConnectionSet(connection, options);
        exchange = new Exchange(connection, connections, options);
        policy = new RetryPolicy(options);
        Limiter = new AdaptiveConcurrencyLimiter(options.InitialConcurrency, options.MaxConcurrency);
    }

    public AdaptiveConcurrencyLimiter Limiter { get; }

    /// <summary>Sends, and reads the whole answer as part of the try: a body cut short is a failed try.</summary>
    public Task<T> SendAsync<T>(ApiRequest request, Func<ExchangeResponse, Task<T>> read, CancellationToken ct) =>
        RepeatAsync(request, request.Target, limited: true,
            credential => exchange.RunAsync(request, credential, read, ct), ct);

    /// <summary>Opens a stream (watch, log, exec): repeated until it is open, then the caller's. Takes no turn.</summary>
    public Task<OpenResponse> OpenAsync(
        ApiRequest request, Action<HttpRequestMessage>? prepare, CancellationToken ct) =>
        RepeatAsync(request, request.Target, limited: false,
            credential =>
            {
                var message = request.ToMessage(connection.Server);
                prepare?.Invoke(message);
                return exchange.OpenAsync(message, request.Target, credential, ct);
            },
            ct);

    public void Dispose() => connections.Dispose();

    private async Task<T> RepeatAsync<T>(
        ApiRequest request, RequestTarget target, bool limited, Func<Credential, Task<T>> attempt, CancellationToken ct)
    {
        await connection.OpenAsync(ct);
        var renewed = false;
        var mayBeDone = false;
        for (var attempts = 1; ; attempts++)
        {
            var credential = await connection.Credentials.GetAsync(ct);
            var (result, failure) = await TryAsync(limited, credential, attempt, ct);
            if (failure is null)
                return result!;
            if (failure is KubernetesApiException { IsUnauthorized: true })
            {
                if (!renewed && connection.Credentials.Refuse(credential))
                {
                    renewed = true;
                    attempts--;
                    continue;
                }

                if (credential.Certificate is { } certificate && certificate.HasExpired(options.Time))
                    throw new CredentialException(certificate.ExpiredSentence, failure);
            }

            mayBeDone |= request.Repeat is not RepeatSafety.Harmless && !RetryPolicy.SurelyNotDone(failure);
            if (attempts >= MostAttempts(request, failure) || !RetryPolicy.IsWorthRepeating(failure, request.Repeat))
            {
                failure.OutcomeUnknown = mayBeDone;
                throw failure;
            }

            var delay = policy.Delay(attempts, failure);
            options.Logger.LogDebug(
                failure, "Try {Attempt} of {Target} failed; the next comes in {Delay}.", attempts, target, delay);
            await Task.Delay(delay, options.Time, ct);
        }
    }

    private async Task<(T? Result, KubernetesException? Failure)> TryAsync<T>(
        bool limited, Credential credential, Func<Credential, Task<T>> attempt, CancellationToken ct)
    {
        using var permit = limited ? await Limiter.EnterAsync(ct) : null;
        var outcome = AdaptiveConcurrencyLimiter.Outcome.Unknown;
        try
        {
            var result = await attempt(credential);
            outcome = AdaptiveConcurrencyLimiter.Outcome.Done;
            answered = true;
            return (result, null);
        }
        catch (KubernetesException failure)
        {
            answered |= failure is not KubernetesConnectionException;
            outcome = RetryPolicy.IsOverload(failure) ? AdaptiveConcurrencyLimiter.Outcome.Overloaded
                : failure is KubernetesApiException ? AdaptiveConcurrencyLimiter.Outcome.Done
                : AdaptiveConcurrencyLimiter.Outcome.Unknown;
            return (default, failure);
        }
        finally
        {
            permit?.Outcome = outcome;
        }
    }

    private int MostAttempts(ApiRequest request, KubernetesException failure)
    {
        var most = failure is KubernetesApiException { HttpStatus: 503 } && request.MaxUnavailableAttempts is { } few
            ? few
            : options.MaxAttempts;
        return !answered && failure is KubernetesConnectionException { Failure: ConnectionFailure.Unreachable }
            ? Math.Min(most, options.MaxFirstAttempts)
            : most;
    }
}
