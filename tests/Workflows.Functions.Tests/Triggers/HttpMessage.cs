using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Workflows.Functions.Tests.Triggers;

/// <summary>A request as an HTTP trigger hands it over: its address whole, its headers in lower case.</summary>
internal sealed class HttpMessage : HttpRequestData
{
    private readonly string method;

    public HttpMessage(string method, string target, string? body = null, string? contentType = null)
        : base(new FakeFunctionContext("http"))
    {
        this.method = method;
        Url = new Uri($"https://workflows.example.net{target}");
        Headers = new HttpHeadersCollection([new KeyValuePair<string, string>("x-functions-key", "the-key-of-somebody")]);
        if (body is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            Body = new MemoryStream(bytes);
            Headers.TryAddWithoutValidation("content-length", $"{bytes.Length}");
        }

        if (contentType is not null)
        {
            Headers.TryAddWithoutValidation("content-type", contentType);
        }
    }

    /// <summary>A request whose body comes as it comes.</summary>
    public HttpMessage(string method, string target, Stream body, string contentType)
        : this(method, target, (string?)null, contentType) => Body = body;

    public override Stream Body { get; } = Stream.Null;

    public override HttpHeadersCollection Headers { get; }

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override Uri Url { get; }

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => method;

    public static HttpMessage Get(string target) => new("GET", target);

    public static HttpMessage Post(string target, object body) =>
        new("POST", target, JsonSerializer.Serialize(body), "application/json; charset=utf-8");

    public override HttpResponseData CreateResponse() => new HttpAnswer(FunctionContext);
}

/// <summary>The answer that a function makes.</summary>
internal sealed class HttpAnswer(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; }

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => throw new NotSupportedException();
}

/// <summary>What is in an answer.</summary>
internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public static Answer Of(HttpResponseData response) => new(
        (int)response.StatusCode,
        Encoding.UTF8.GetString(((MemoryStream)response.Body).ToArray()),
        response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
}
