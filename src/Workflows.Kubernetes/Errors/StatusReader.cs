using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Workflows.Core.Resources;

namespace Workflows.Kubernetes.Errors;

/// <summary>Reads a <c>Status</c> out of an error answer, or makes one up from what a proxy answered instead.</summary>
internal static class StatusReader
{
    private const int LongestMessage = 2000;
    private const int MostCauses = 50;
    private const string NotShown = "what it explained is not shown, since it quotes the Secret";

    /// <param name="code">The answer's status.</param>
    /// <param name="body">The answer.</param>
    /// <param name="retryAfterHeader">What its header asks for.</param>
    /// <param name="resource">What the request was about.</param>
    /// <param name="sent">The request's body, which the answer may quote; null for none.</param>
    public static ApiStatus Read(
        HttpStatusCode code, ReadOnlySpan<byte> body, TimeSpan? retryAfterHeader, GroupResource? resource,
        ReadOnlyMemory<byte>? sent)
    {
        var status = TryRead(body, (int)code, resource) ?? new ApiStatus((int)code, "", Plain(body));
        if (sent is { } secret && IsSecret(resource))
            status = WithoutQuotes(status, secret);
        return retryAfterHeader is null ? status : status with { RetryAfter = retryAfterHeader };
    }

    /// <summary>The status in a watch's ERROR event; its code is in the body.</summary>
    public static ApiStatus ReadEvent(ReadOnlySpan<byte> body, GroupResource? resource) =>
        TryRead(body, fallbackCode: 500, resource, preferBodyCode: true)
        ?? new ApiStatus(500, "", "the watch ended with an error that is no Status");

    private static ApiStatus? TryRead(
        ReadOnlySpan<byte> body, int fallbackCode, GroupResource? resource, bool preferBodyCode = false)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "kind") != "Status")
                return null;
            var code = preferBodyCode ? Number(root, "code") ?? fallbackCode : fallbackCode;
            var secret = IsSecret(resource);
            var status = new ApiStatus(code, Text(root, "reason"), Clean(Text(root, "message"), secret));
            return root.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Object
                ? WithDetails(status, details, secret)
                : status;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsSecret(GroupResource? resource) => resource is { Plural: "secrets", Group: "" };

    private static ApiStatus WithoutQuotes(ApiStatus status, ReadOnlyMemory<byte> secret) => status with
    {
        Message = WithoutQuotes(status.Message, secret),
        Causes = [.. status.Causes.Select(cause => cause with { Message = WithoutQuotes(cause.Message, secret) })],
    };

    private static string WithoutQuotes(string message, ReadOnlyMemory<byte> secret) =>
        QuotedSecret.IsQuotedIn(message, secret) ? NotShown : message;

    private static ApiStatus WithDetails(ApiStatus status, JsonElement details, bool secret)
    {
        var causes = new List<StatusCause>();
        if (details.TryGetProperty("causes", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var cause in list.EnumerateArray().Take(MostCauses))
                causes.Add(new StatusCause(
                    Text(cause, "reason"), Clean(Text(cause, "message"), secret), Text(cause, "field")));
        }

        var seconds = Number(details, "retryAfterSeconds");
        return status with
        {
            Causes = causes,
            RetryAfter = seconds is > 0 ? TimeSpan.FromSeconds(seconds.Value) : null,
        };
    }

    /// <summary>
    /// Takes out what a server quotes of the body it refused: its JSON decoder's "error found in … bigger context …"
    /// always, and for Secrets the quoted invalid values as well. An error message must not carry a secret.
    /// </summary>
    private static string Clean(string message, bool secret)
    {
        var context = message.IndexOf(", error found in #", StringComparison.Ordinal);
        if (context >= 0)
            message = message[..context];
        var value = secret ? message.IndexOf("Invalid value: ", StringComparison.Ordinal) : -1;
        if (value >= 0)
            message = message[..value] + "Invalid value (not shown, it belongs to a Secret)";
        return OneLine(Shorten(message));
    }

    private static string Plain(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 300)]);
        return text.Contains('<', StringComparison.Ordinal)
            ? "an answer that is not Kubernetes' (a proxy's page?)"
            : OneLine(text);
    }

    /// <summary>A message ends up on a terminal: what a server says must not move its cursor.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
            line.Append(char.IsControl(c) ? ' ' : c);
        return line.ToString().Trim();
    }

    private static string Shorten(string text) =>
        text.Length <= LongestMessage
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text[..LongestMessage]}… ({text.Length} characters)");

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static int? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
            ? number
            : null;
}
