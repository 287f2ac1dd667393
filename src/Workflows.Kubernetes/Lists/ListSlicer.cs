using System.Text.Json;
using System.Text.Unicode;

namespace Workflows.Kubernetes.Lists;

/// <summary>
/// Finds the items in a list's body without building anything of them. Fields may come in any order and unknown
/// ones are passed over; anything that is not a well-formed list ends in a <see cref="SlicerException"/>.
/// </summary>
internal ref struct ListSlicer
{
    /// <summary>What a Go server can produce itself: its own JSON reader stops at this depth.</summary>
    private const int DeepestNesting = 10_000;

    /// <summary>More than fit into the largest body as real objects; keeps <c>{},{},…</c> from filling the memory.</summary>
    private const int MostItems = 2_000_000;

    private readonly List<ItemSlice> items = [];
    private Utf8JsonReader reader;
    private string? apiVersion;
    private string? resourceVersion;
    private string? continueToken;
    private long? remaining;
    private bool itemsSeen;
    private bool metadataSeen;

    private ListSlicer(ReadOnlySpan<byte> body) =>
        reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });

    public static ListSlices Slice(ReadOnlySpan<byte> body)
    {
        try
        {
            var slicer = new ListSlicer(body);
            var slices = slicer.Read();
            // The reader lets any bytes stand in strings.
            return Utf8.IsValid(body) ? slices : throw new SlicerException("it is not UTF-8", false, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw SlicerException.From(e, body);
        }
    }

    private ListSlices Read()
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            throw Problem("it is not a JSON object");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            ReadField();
        // Reading on finds whatever follows the object, which is an error.
        if (reader.Read())
            throw Problem("something follows the list");
        if (!itemsSeen)
            throw Problem("it has no items: it is not a list");
        return new ListSlices(apiVersion, resourceVersion ?? "", continueToken, remaining, items);
    }

    private void ReadField()
    {
        if (reader.ValueTextEquals("items"u8))
        {
            Once(ref itemsSeen, "items");
            ReadItems();
        }
        else if (reader.ValueTextEquals("metadata"u8))
        {
            Once(ref metadataSeen, "metadata");
            ReadMetadata();
        }
        else if (reader.ValueTextEquals("apiVersion"u8))
        {
            apiVersion = ReadText();
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void ReadItems()
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
            return;
        if (reader.TokenType is not JsonTokenType.StartArray)
            throw Problem("its items are not a list");
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            ReadItem();
    }

    private void ReadItem()
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
            throw Problem("one of its items is not an object");
        if (items.Count == MostItems)
            throw Problem($"it has more than {MostItems} items");
        var start = (int)reader.TokenStartIndex;
        var hasApiVersion = false;
        var hasKind = false;
        var isEmpty = true;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            isEmpty = false;
            hasApiVersion |= reader.ValueTextEquals("apiVersion"u8);
            hasKind |= reader.ValueTextEquals("kind"u8);
            reader.Read();
            reader.Skip();
        }

        items.Add(new ItemSlice(start, (int)reader.BytesConsumed - start, hasApiVersion, hasKind, isEmpty));
    }

    private void ReadMetadata()
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
            throw Problem("its metadata is not an object");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceVersion"u8))
                resourceVersion = ReadText();
            else if (reader.ValueTextEquals("continue"u8))
                continueToken = ReadText() is { Length: > 0 } token ? token : null;
            else if (reader.ValueTextEquals("remainingItemCount"u8))
                remaining = ReadCount();
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private string? ReadText()
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Null => null,
            _ => throw Problem("a field of the list that must be a string is not"),
        };
    }

    private long? ReadCount()
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
            return null;
        return reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var count)
            ? count
            : throw Problem("its remainingItemCount is not a number");
    }

    private static void Once(ref bool seen, string field)
    {
        if (seen)
            throw Problem($"it has {field} twice");
        seen = true;
    }

    private static SlicerException Problem(string problem) => new(problem, false, null);
}
