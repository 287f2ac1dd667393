using System.Text.Json;
using System.Text.Unicode;

namespace Workflows.Core.Resources;

/// <summary>
/// The single pass behind <see cref="ObjectHead.Read"/>. The reader keeps no stack of its own, so depth costs no
/// memory worth naming, and every byte is looked at: what passes here is valid JSON to its end.
/// </summary>
internal sealed class ObjectHeadReader
{
    // The depth at which Go's encoding/json, and so every API server, refuses a document.
    private const int MaxDepth = 10_000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private string? apiVersion;
    private string? kind;
    private bool sawMetadata;
    private ObjectMetadataReader metadata;

    public ObjectHead Read(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw new MalformedObjectException("it is not valid UTF-8");

        var reader = new Utf8JsonReader(json, Options);
        try
        {
            ReadRoot(ref reader);
        }
        catch (JsonException error)
        {
            // The parser's message may quote a few bytes of what it read; its position is enough.
            throw new MalformedObjectException($"it is not valid JSON at byte {reader.BytesConsumed}", Strip(error));
        }
        catch (InvalidOperationException)
        {
            throw new MalformedObjectException($"a string before byte {reader.BytesConsumed} holds half of a surrogate pair");
        }

        return Build();
    }

    private static JsonException Strip(JsonException error) =>
        new($"line {error.LineNumber}, byte {error.BytePositionInLine}");

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new MalformedObjectException("it is not a JSON object");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("apiVersion"u8))
                JsonFields.SetOnce(ref apiVersion, ref reader, "apiVersion");
            else if (reader.ValueTextEquals("kind"u8))
                JsonFields.SetOnce(ref kind, ref reader, "kind");
            else if (reader.ValueTextEquals("metadata"u8))
                ReadMetadata(ref reader);
            else
                JsonFields.SkipValue(ref reader);
        }

        if (reader.Read())
            throw new MalformedObjectException("something follows the object");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (sawMetadata)
            throw new MalformedObjectException("metadata is there twice");
        sawMetadata = true;
        metadata.Read(ref reader);
    }

    private ObjectHead Build()
    {
        var head = new ObjectHead(
            JsonFields.Require(apiVersion, "apiVersion"),
            JsonFields.Require(kind, "kind"),
            string.IsNullOrEmpty(metadata.Namespace) ? null : metadata.Namespace,
            JsonFields.Require(metadata.Name, "metadata.name"),
            metadata.Uid,
            metadata.ResourceVersion)
        {
            Controller = metadata.Controller,
            IsBeingDeleted = metadata.IsBeingDeleted,
        };
        return metadata.Labels is null ? head : head with { Labels = metadata.Labels };
    }
}
