using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Workflows.Api.Problems;
using Workflows.Core.Errors;

namespace Workflows.Cli.Remote;

/// <summary>A service, as <c>workflows serve</c> starts it, asked over HTTP. Its problems are thrown as what they are there.</summary>
internal sealed class ServerConnection : IDisposable
{
    private const int LongestAnswer = 256 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly TimeProvider time;

    public ServerConnection(Uri address, string token, TimeProvider time)
    {
        this.time = time;

        // A redirect would take the token elsewhere.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(5),
            MaxResponseContentBufferSize = LongestAnswer,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Address => http.BaseAddress!;

    /// <summary>The clock that waiting goes by.</summary>
    public TimeProvider Time => time;

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Get, path, body: null, cancellationToken);

    public Task<T> DeleteAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(HttpMethod.Delete, path, body: null, cancellationToken);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        try
        {
            // With its length, since servers may want to know it first.
            using var content = body is null ? null : new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, DocumentJson.Line))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<T>(DocumentJson.Line, cancellationToken) ?? throw NoService((int)response.StatusCode)
                : throw await ProblemOfAsync(response, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new WorkflowsException(
                ErrorKind.Unavailable,
                $"The service at {Address} does not answer: {exception.Message} It may have got the request: the same command again begins nothing twice.",
                exception);
        }
        catch (JsonException exception)
        {
            throw new WorkflowsException(ErrorKind.Failed, $"What {Address} answers is no document of a workflows service: {exception.Message}", exception);
        }
    }

    private async Task<WorkflowsException> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != ProblemDetails.ContentType)
        {
            return NoService((int)response.StatusCode);
        }

        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(DocumentJson.Line, cancellationToken);
        return new WorkflowsException(Enum.TryParse<ErrorKind>(problem!.Kind, out var kind) ? kind : ErrorKind.Failed, problem.Detail);
    }

    private WorkflowsException NoService(int status) =>
        new(ErrorKind.Failed, $"{Address} answers with status {status}, and not as a workflows service does. Is it the right address?");
}
