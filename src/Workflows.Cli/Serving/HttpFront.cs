using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Workflows.Api;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Cli.Errors;
using Workflows.Core.Errors;

namespace Workflows.Cli.Serving;

/// <summary>Kestrel in front of the management API: it knows callers, and leaves the rest to the API.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    private const int Connections = 256;

    private readonly WebApplication application;
    private readonly ApiDispatcher api;
    private readonly CallerCheck callers;
    private readonly ServiceLog log;
    private readonly TimeProvider time;

    private HttpFront(ListenAddress listen, TlsFiles? tls, ApiDispatcher api, CallerCheck callers, ServiceLog log, TimeProvider time)
    {
        (this.api, this.callers, this.log, this.time) = (api, callers, log, time);
        application = Build(listen, tls, log);
        application.Run(HandleAsync);
    }

    /// <summary>Where it listens, with the port that it got.</summary>
    public Uri Url => new(application.Urls.First());

    /// <exception cref="LocalFileException">The address can't be had.</exception>
    public static async Task<HttpFront> StartAsync(
        ListenAddress listen,
        TlsFiles? tls,
        ApiDispatcher api,
        CallerCheck callers,
        ServiceLog log,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var front = new HttpFront(listen, tls, api, callers, log, time);
        try
        {
            await front.application.StartAsync(cancellationToken);
            return front;
        }
        catch (Exception exception)
        {
            await front.DisposeAsync();
            if (exception is IOException or System.Net.Sockets.SocketException)
            {
                throw new LocalFileException(
                    $"--listen {listen.Host}:{listen.Port} can't be had: {exception.Message} Name another port, or end what listens there.", exception);
            }

            throw;
        }
    }

    /// <summary>Takes no connection any more and lets the requests end that are being answered.</summary>
    /// <param name="cancellationToken">Ends the waiting for them.</param>
    public Task StopAsync(CancellationToken cancellationToken) => application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    /// <summary>An empty builder: no file beside the program and no variable changes what is listened on, or how.</summary>
    private static WebApplication Build(ListenAddress listen, TlsFiles? tls, ServiceLog log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddProvider(log).AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = Connections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);

            // The API counts for itself, and says it in its own words.
            kestrel.Limits.MaxRequestBodySize = null;
            if (listen.Address is { } address)
            {
                kestrel.Listen(address, listen.Port, Configure);
            }
            else
            {
                kestrel.ListenLocalhost(listen.Port, Configure);
            }
        });
        return builder.Build();

        void Configure(ListenOptions options)
        {
            if (tls is not null)
            {
                // Health is asked for without a certificate, so none is required here; who may do what is decided above.
                options.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = tls.Certificate,
                    ClientCertificateMode = tls.ClientAuthorities is null
                        ? ClientCertificateMode.NoCertificate
                        : ClientCertificateMode.AllowCertificate,
                    ClientCertificateValidation = (certificate, _, _) => tls.Knows(certificate),
                });
            }
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        var request = RequestOf(context.Request);
        var match = api.Find(request.Method, request.Path);
        var caller = match.IsPublic ? null : FindCaller(context);
        var answer = match.IsPublic || caller is not null
            ? await api.AnswerAsync(match, request, context.RequestAborted)
            : Unknown();
        await WriteAsync(context, answer);
        if (!match.IsPublic)
        {
            log.Write(
                ServiceLog.Info,
                "request",
                ("requestId", context.TraceIdentifier),
                ("operation", match.Route?.OperationId),
                ("path", caller is null ? null : request.Path),
                ("status", answer.Status),
                ("milliseconds", Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1)),
                ("caller", caller),
                ("remote", context.Connection.RemoteIpAddress?.ToString()));
        }
    }

    /// <summary>A token file that has become unfit lets nobody in.</summary>
    private string? FindCaller(HttpContext context)
    {
        try
        {
            return callers.Find(context);
        }
        catch (WorkflowsException unfit)
        {
            log.Write(ServiceLog.Error, "callers", ("message", unfit.Message));
            return null;
        }
    }

    private static ApiRequest RequestOf(HttpRequest request) => new(
        HttpMethods.IsHead(request.Method) ? HttpMethods.Get : request.Method, request.Path.Value ?? "/")
    {
        Query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.LastOrDefault() ?? "", StringComparer.Ordinal),
        Headers = request.Headers.Where(pair => ApiHeaders.IsRead(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value.LastOrDefault() ?? "", StringComparer.OrdinalIgnoreCase),
        ContentType = request.ContentType,
        ContentLength = request.ContentLength,
        Body = request.Body,
    };

    private static async Task WriteAsync(HttpContext context, ApiResponse answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in ApiResponse.Always.Concat(answer.Headers))
        {
            response.Headers[name] = value;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    private static ApiResponse Unknown() => ProblemTranslation.Translate(new ApiException(
        401, ErrorKind.Denied, "The service does not know who asks: send its token as 'Authorization: Bearer …', or a certificate that it takes.")
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["WWW-Authenticate"] = "Bearer realm=\"workflows\"" },
    });
}
