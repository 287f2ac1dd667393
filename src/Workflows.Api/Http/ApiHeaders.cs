namespace Workflows.Api.Http;

/// <summary>The headers of requests that the API reads. Credentials are none of them: who asks is the host's to know.</summary>
public static class ApiHeaders
{
    /// <summary>What the attributes of a CloudEvent in binary mode begin with.</summary>
    public const string EventPrefix = "ce-";

    public const string WebhookOrigin = "webhook-request-origin";

    public const string WebhookRate = "webhook-request-rate";

    public const string IfMatch = "if-match";

    public const string IfNoneMatch = "if-none-match";

    private static readonly string[] Known = [WebhookOrigin, WebhookRate, IfMatch, IfNoneMatch];

    /// <summary>Whether a host hands a header over.</summary>
    /// <param name="name">Its name, in any case.</param>
    public static bool IsRead(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(EventPrefix, StringComparison.OrdinalIgnoreCase)
            || Known.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
