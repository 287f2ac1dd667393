using System.Net;
using System.Net.Http.Headers;
using Azure.Core;
using Workflows.Archive.Stores.AzureBlob;
using Workflows.Core.Errors;
using Workflows.Core.Events;

namespace Workflows.Activities.Events.Outgoing;

/// <summary>Where events are sent to: a custom topic of Event Grid, or any webhook that takes CloudEvents.</summary>
public sealed class EventEndpoint : IDisposable
{
    private const string EventGridHost = ".eventgrid.azure.net";
    private const string EventGridVersion = "?api-version=2018-01-01";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Uri url;
    private readonly Func<CancellationToken, ValueTask<string?>> token;
    private readonly HttpClient client;

    private EventEndpoint(Uri url, Func<CancellationToken, ValueTask<string?>> token, HttpMessageHandler handler)
    {
        (this.url, this.token) = (url, token);
        client = new HttpClient(handler) { Timeout = Limit };
    }

    /// <summary>What it is called in messages: the host alone, since paths of webhooks may be secrets.</summary>
    public string Name => url.Authority;

    /// <summary>Says where events go; nothing is sent yet.</summary>
    /// <param name="address">
    /// The address: <c>https://</c>, or <c>http://</c> on this machine, without a query. One of Event Grid takes the identity
    /// that Azure gives this host.
    /// </param>
    /// <param name="tokenFile">The file of the token that another endpoint takes; null where it takes none.</param>
    /// <exception cref="WorkflowsException">It is no such address, or its token file is unfit. It is not repeated: it may hold a secret.</exception>
    public static EventEndpoint Open(string address, string? tokenFile) =>
        Open(address, tokenFile, () => ProcessIdentity.Azure, handler: null);

    /// <summary>Sends an event.</summary>
    /// <exception cref="EventNotTakenException">It was not taken.</exception>
    public async Task SendAsync(OutgoingEvent sent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(sent.ToBytes()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(OutgoingEvent.ContentType, "utf-8");
        if (await token(cancellationToken) is { } bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw Refused(answer.StatusCode);
            }
        }
        catch (HttpRequestException unreachable)
        {
            throw new EventNotTakenException(
                ErrorKind.Unavailable, $"The endpoint for events at {Name} can't be reached: {unreachable.HttpRequestError}.", mayPass: true, unreachable);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EventNotTakenException(
                ErrorKind.Unavailable, $"The endpoint for events at {Name} did not answer within {Limit.TotalSeconds:0} seconds.", mayPass: true, late);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <param name="address">As above.</param>
    /// <param name="tokenFile">As above.</param>
    /// <param name="identity">Gives the identity that Event Grid is asked with.</param>
    /// <param name="handler">What sends; null for sockets.</param>
    internal static EventEndpoint Open(string address, string? tokenFile, Func<TokenCredential> identity, HttpMessageHandler? handler)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            || url.UserInfo.Length + url.Query.Length + url.Fragment.Length > 0)
        {
            throw new WorkflowsException(
                ErrorKind.Usage,
                "Events go to an https:// address (http:// on this machine alone), without a user, a query or a fragment: a secret in it would stand in "
                + "the list of processes. A token belongs in a file.");
        }

        // A redirect would hand the token to somebody else.
        handler ??= new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (url.Host.EndsWith(EventGridHost, StringComparison.OrdinalIgnoreCase))
        {
            var credential = new Lazy<TokenCredential>(identity);
            return tokenFile is null
                ? new(new Uri(url, EventGridVersion), cancelled => EventCredentials.OfIdentityAsync(credential.Value, cancelled), handler)
                : throw new WorkflowsException(ErrorKind.Usage, $"Event Grid ({url.Host}) takes this host's Azure identity, and no token file.");
        }

        if (tokenFile is null)
        {
            return new(url, _ => ValueTask.FromResult<string?>(null), handler);
        }

        _ = EventCredentials.OfFile(tokenFile);
        return new(url, _ => ValueTask.FromResult<string?>(EventCredentials.OfFile(tokenFile)), handler);
    }

    private EventNotTakenException Refused(HttpStatusCode status)
    {
        var code = (int)status;
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
                ErrorKind.Denied, $"The endpoint for events at {Name} does not take this host's credentials: it answered {code}.", mayPass: true),
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new(
                ErrorKind.Unavailable, $"The endpoint for events at {Name} takes none now: it answered {code}.", mayPass: true),
            HttpStatusCode.NotFound => new(
                ErrorKind.NotFound, $"The endpoint for events at {Name} is not there: it answered {code}.", mayPass: true),
            _ => new(ErrorKind.Failed, $"The endpoint for events at {Name} refuses the event: it answered {code}.", mayPass: false),
        };
    }
}
