using System.Text.Json;
using System.Text.Unicode;
using Workflows.Kubernetes.Lists;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.Objects;

/// <summary>Reads an answer that is one JSON object, and makes sure that it is one, whole.</summary>
internal static class JsonBody
{
    public static async Task<ObjectBytes> ReadAsync(ExchangeResponse response, int limit)
    {
        using var body = await BodyReader.ReadAsync(response, limit);
        try
        {
            Check(body.GetSpan());
            return new ObjectBytes(body.GetSpan().ToArray());
        }
        catch (SlicerException e)
        {
            throw new MalformedResponseException(response.Target, e.Message, e) { IsTruncated = e.IsTruncated };
        }
    }

    private static void Check(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 10_000 });
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                throw new SlicerException("it is not a JSON object", false, null);
            while (reader.Read())
            {
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw SlicerException.From(e, body);
        }

        if (!Utf8.IsValid(body))
            throw new SlicerException("it is not UTF-8", false, null);
    }
}
