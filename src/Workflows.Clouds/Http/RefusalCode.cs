using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Workflows.Clouds.Http;

/// <summary>Finds the code that a cloud refuses with: where each cloud puts it, and only if it looks like one.</summary>
internal static partial class RefusalCode
{
    private static readonly XmlReaderSettings Xml = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    public static string? Find(HttpResponseMessage response, byte[] body)
    {
        var named = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First().Split(':')[0] : null;
        return named is not null && Code().IsMatch(named) ? named : InBody(body);
    }

    private static string? InBody(byte[] body)
    {
        var found = body.AsSpan().TrimStart(" \r\n\t"u8) switch
        {
            [(byte)'{', ..] => InJson(body),
            [(byte)'<', ..] => InXml(body),
            _ => null,
        };
        return found is not null && Code().IsMatch(found) ? found : null;
    }

    /// <summary>Azure and Google have an object under <c>error</c>, Google's token service a text.</summary>
    private static string? InJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (!document.RootElement.TryGetProperty("error", out var error))
                return null;
            if (error.ValueKind is JsonValueKind.String)
                return error.GetString();
            if (error.ValueKind is not JsonValueKind.Object)
                return null;
            // Key Vault says under innererror what "Forbidden" means.
            if (error.TryGetProperty("innererror", out var inner) && inner.ValueKind is JsonValueKind.Object
                && TextOf(inner, "code") is { } exact)
                return exact;
            return TextOf(error, "status") ?? TextOf(error, "code");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string? InXml(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), Xml);
            return XDocument.Load(reader).Descendants().FirstOrDefault(element => element.Name.LocalName == "Code")?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_.]{1,60}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
