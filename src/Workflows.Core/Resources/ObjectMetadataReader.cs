using System.Text.Json;

namespace Workflows.Core.Resources;

/// <summary>Reads an object's <c>metadata</c>; part of the single pass of <see cref="ObjectHeadReader"/>.</summary>
internal struct ObjectMetadataReader
{
    private string? ns;
    private string? name;
    private string? uid;
    private string? resourceVersion;
    private string? deletionTimestamp;
    private bool sawOwners;

    public readonly string? Namespace => ns;

    public readonly string? Name => name;

    public readonly string? Uid => uid;

    public readonly string? ResourceVersion => resourceVersion;

    public readonly bool IsBeingDeleted => !string.IsNullOrEmpty(deletionTimestamp);

    public Dictionary<string, string>? Labels { get; private set; }

    public ControllerOwner? Controller { get; private set; }

    public void Read(ref Utf8JsonReader reader)
    {
        if (!JsonFields.EnterObject(ref reader, "metadata"))
            return;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
                JsonFields.SetOnce(ref name, ref reader, "metadata.name");
            else if (reader.ValueTextEquals("namespace"u8))
                JsonFields.SetOnce(ref ns, ref reader, "metadata.namespace");
            else if (reader.ValueTextEquals("uid"u8))
                JsonFields.SetOnce(ref uid, ref reader, "metadata.uid");
            else if (reader.ValueTextEquals("resourceVersion"u8))
                JsonFields.SetOnce(ref resourceVersion, ref reader, "metadata.resourceVersion");
            else if (reader.ValueTextEquals("deletionTimestamp"u8))
                JsonFields.SetOnce(ref deletionTimestamp, ref reader, "metadata.deletionTimestamp");
            else if (reader.ValueTextEquals("labels"u8))
                ReadLabels(ref reader);
            else if (reader.ValueTextEquals("ownerReferences"u8))
                ReadOwners(ref reader);
            else
                JsonFields.SkipValue(ref reader);
        }
    }

    private void ReadLabels(ref Utf8JsonReader reader)
    {
        if (Labels is not null)
            throw new MalformedObjectException("metadata.labels is there twice");
        if (!JsonFields.EnterObject(ref reader, "metadata.labels"))
            return;

        Labels = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            if (!Labels.TryAdd(key, JsonFields.ReadString(ref reader, "a label") ?? ""))
                throw new MalformedObjectException("a label is there twice");
        }
    }

    private void ReadOwners(ref Utf8JsonReader reader)
    {
        if (sawOwners)
            throw new MalformedObjectException("metadata.ownerReferences is there twice");
        sawOwners = true;

        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new MalformedObjectException("metadata.ownerReferences is not a list");

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var owner = OwnerReferenceReader.Read(ref reader);
            Controller ??= owner;
        }
    }
}
