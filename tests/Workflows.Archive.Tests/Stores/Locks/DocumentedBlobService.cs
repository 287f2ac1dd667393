using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Web;
using Workflows.Archive.Tests.Stores.Azure;

namespace Workflows.Archive.Tests.Stores.Locks;

/// <summary>
/// One container of an account with version-level immutability, answering as Azure documents it ("Set Blob Immutability
/// Policy", "Set Blob Legal Hold", "Delete Blob", "List Blobs"): Azurite has neither policies nor holds. It is what is
/// written, not what was seen: the tests against it say nothing of Azure beyond that.
/// </summary>
internal sealed class DocumentedBlobService(Func<DateTimeOffset> now) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Blob> blobs = new(StringComparer.Ordinal);

    /// <summary>The method and operation of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        Requests.Enqueue($"{request.Method} {query["comp"]}".TrimEnd());
        var name = string.Join('/', request.RequestUri.AbsolutePath.Split('/')[2..]);
        if (query["comp"] == "list")
            return List(query["prefix"] ?? "", query["include"] ?? "");
        if (request.Method == HttpMethod.Put && query["comp"] is null)
            return await PutAsync(name, request, cancellationToken);
        if (!blobs.TryGetValue(name, out var blob))
            return RecordedAnswers.Refusal(404, "BlobNotFound", "The specified blob does not exist.");
        return (request.Method.Method, query["comp"]) switch
        {
            ("HEAD" or "GET", null) => Describe(blob, request.Method == HttpMethod.Get),
            ("DELETE", null) => Delete(name, blob),
            ("PUT", "immutabilityPolicies") => SetPolicy(name, blob, request),
            ("PUT", "legalhold") => SetHold(name, blob, request),
            _ => throw new NotSupportedException(request.ToString()),
        };
    }

    private async Task<HttpResponseMessage> PutAsync(string name, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var isCreation = request.Headers.IfNoneMatch.Count > 0;
        if (isCreation && blobs.ContainsKey(name))
            return RecordedAnswers.Refusal(409, "BlobAlreadyExists", "The specified blob already exists.");

        // What was there is a version of its own, with its policy; the new one begins without.
        blobs[name] = new Blob(content, Until: null, IsLocked: false, IsHeld: false);
        return Tagged(HttpStatusCode.Created);
    }

    private HttpResponseMessage Delete(string name, Blob blob)
    {
        if (blob.IsHeld)
            return RecordedAnswers.Refusal(409, "BlobImmutableDueToLegalHold", "This operation is not permitted as the blob is immutable due to one or more legal holds.");
        if (blob.Until > now())
            return Immutable();
        blobs.TryRemove(name, out _);
        return new(HttpStatusCode.Accepted);
    }

    private HttpResponseMessage SetPolicy(string name, Blob blob, HttpRequestMessage request)
    {
        var until = DateTimeOffset.ParseExact(
            request.Headers.GetValues("x-ms-immutability-policy-until-date").Single(), "R", CultureInfo.InvariantCulture);
        var isLocked = request.Headers.GetValues("x-ms-immutability-policy-mode").Single().Equals("locked", StringComparison.OrdinalIgnoreCase);
        if (until <= now())
            return RecordedAnswers.Refusal(400, "InvalidHeaderValue", "The value for one of the HTTP headers is not in the correct format.");
        if (blob.IsLocked && (!isLocked || until < blob.Until))
            return Immutable();
        blobs[name] = blob with { Until = until, IsLocked = isLocked };
        return new(HttpStatusCode.OK);
    }

    private HttpResponseMessage SetHold(string name, Blob blob, HttpRequestMessage request)
    {
        var hold = request.Headers.GetValues("x-ms-legal-hold").Single();
        blobs[name] = blob with { IsHeld = bool.Parse(hold) };
        return new(HttpStatusCode.OK) { Headers = { { "x-ms-legal-hold", hold } } };
    }

    private HttpResponseMessage List(string prefix, string include)
    {
        var xml = new StringBuilder("""<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>""");
        foreach (var (name, blob) in blobs.Where(each => each.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Blob><Name>{name}</Name><Properties><Last-Modified>{RecordedAnswers.LastModified:R}</Last-Modified><Etag>0x8D1</Etag>");
            xml.Append(CultureInfo.InvariantCulture, $"<Content-Length>{blob.Content.Length}</Content-Length><BlobType>BlockBlob</BlobType>");
            if (blob.Until is { } until && include.Contains("immutabilitypolicy", StringComparison.OrdinalIgnoreCase))
                xml.Append(CultureInfo.InvariantCulture, $"<ImmutabilityPolicyUntilDate>{until:R}</ImmutabilityPolicyUntilDate><ImmutabilityPolicyMode>{Mode(blob)}</ImmutabilityPolicyMode>");
            if (blob.IsHeld && include.Contains("legalhold", StringComparison.OrdinalIgnoreCase))
                xml.Append("<LegalHold>true</LegalHold>");
            xml.Append("</Properties></Blob>");
        }

        xml.Append("</Blobs><NextMarker /></EnumerationResults>");
        return new(HttpStatusCode.OK) { Content = new StringContent(xml.ToString(), Encoding.UTF8, "application/xml") };
    }

    private static HttpResponseMessage Describe(Blob blob, bool withContent)
    {
        var content = new ByteArrayContent(withContent ? blob.Content : []);
        content.Headers.LastModified = RecordedAnswers.LastModified;
        content.Headers.ContentLength = blob.Content.Length;
        var answer = Tagged(HttpStatusCode.OK);
        answer.Content = content;
        if (blob.Until is { } until)
        {
            answer.Headers.Add("x-ms-immutability-policy-until-date", until.ToString("R", CultureInfo.InvariantCulture));
            answer.Headers.Add("x-ms-immutability-policy-mode", Mode(blob));
        }

        if (blob.IsHeld)
            answer.Headers.Add("x-ms-legal-hold", "true");
        return answer;
    }

    private static HttpResponseMessage Tagged(HttpStatusCode status)
    {
        var content = new ByteArrayContent([]);
        content.Headers.LastModified = RecordedAnswers.LastModified;
        return new(status) { Headers = { { "ETag", "\"0x8D1\"" }, { "x-ms-blob-type", "BlockBlob" } }, Content = content };
    }

    private static HttpResponseMessage Immutable() => RecordedAnswers.Refusal(
        409, "BlobImmutableDueToPolicy", "This operation is not permitted as the blob is immutable due to a policy.");

    private static string Mode(Blob blob) => blob.IsLocked ? "locked" : "unlocked";

    private sealed record Blob(byte[] Content, DateTimeOffset? Until, bool IsLocked, bool IsHeld);
}
