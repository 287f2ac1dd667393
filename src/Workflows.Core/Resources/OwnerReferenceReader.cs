using System.Text.Json;

namespace Workflows.Core.Resources;

/// <summary>Reads one element of <c>metadata.ownerReferences</c>.</summary>
internal static class OwnerReferenceReader
{
    /// <summary>The owner if it is the controller, else null. Starts on the element's first token.</summary>
    public static ControllerOwner? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new MalformedObjectException("an owner reference is not a JSON object");

        string? apiVersion = null, kind = null, name = null, uid = null;
        var isController = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("apiVersion"u8))
                JsonFields.SetOnce(ref apiVersion, ref reader, "ownerReferences.apiVersion");
            else if (reader.ValueTextEquals("kind"u8))
                JsonFields.SetOnce(ref kind, ref reader, "ownerReferences.kind");
            else if (reader.ValueTextEquals("name"u8))
                JsonFields.SetOnce(ref name, ref reader, "ownerReferences.name");
            else if (reader.ValueTextEquals("uid"u8))
                JsonFields.SetOnce(ref uid, ref reader, "ownerReferences.uid");
            else if (reader.ValueTextEquals("controller"u8))
                isController = ReadFlag(ref reader);
            else
                JsonFields.SkipValue(ref reader);
        }

        return isController ? new ControllerOwner(apiVersion ?? "", kind ?? "", name ?? "", uid ?? "") : null;
    }

    private static bool ReadFlag(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw new MalformedObjectException("ownerReferences.controller is not true or false"),
        };
    }
}
