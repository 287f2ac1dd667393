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

    private readonly List<ItemSlice> _items = [];
    private Utf8JsonReader _reader;
    private string? _apiVersion;
    private string? _resourceVersion;
    private string? _continue;
    private long? _remaining;
    private bool _itemsSeen;
    private bool _metadataSeen;

    private ListSlicer(ReadOnlySpan<byte> body) =>
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });

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
        if (!_reader.Read() || _reader.TokenType is not JsonTokenType.StartObject)
            throw Problem("it is not a JSON object");
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
            ReadField();
        // Reading on finds whatever follows the object, which is an error.
        if (_reader.Read())
            throw Problem("something follows the list");
        if (!_itemsSeen)
            throw Problem("it has no items: it is not a list");
        return new ListSlices(_apiVersion, _resourceVersion ?? "", _continue, _remaining, _items);
    }

    private void ReadField()
    {
        if (_reader.ValueTextEquals("items"u8))
        {
            Once(ref _itemsSeen, "items");
            ReadItems();
        }
        else if (_reader.ValueTextEquals("metadata"u8))
        {
            Once(ref _metadataSeen, "metadata");
            ReadMetadata();
        }
        else if (_reader.ValueTextEquals("apiVersion"u8))
        {
            _apiVersion = ReadText();
        }
        else
        {
            _reader.Read();
            _reader.Skip();
        }
    }

    private void ReadItems()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.Null)
            return;
        if (_reader.TokenType is not JsonTokenType.StartArray)
            throw Problem("its items are not a list");
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
            ReadItem();
    }

    private void ReadItem()
    {
        if (_reader.TokenType is not JsonTokenType.StartObject)
            throw Problem("one of its items is not an object");
        if (_items.Count == MostItems)
            throw Problem($"it has more than {MostItems} items");
        var start = (int)_reader.TokenStartIndex;
        var hasApiVersion = false;
        var hasKind = false;
        var isEmpty = true;
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
        {
            isEmpty = false;
            hasApiVersion |= _reader.ValueTextEquals("apiVersion"u8);
            hasKind |= _reader.ValueTextEquals("kind"u8);
            _reader.Read();
            _reader.Skip();
        }

        _items.Add(new ItemSlice(start, (int)_reader.BytesConsumed - start, hasApiVersion, hasKind, isEmpty));
    }

    private void ReadMetadata()
    {
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.StartObject)
            throw Problem("its metadata is not an object");
        while (_reader.Read() && _reader.TokenType is JsonTokenType.PropertyName)
        {
            if (_reader.ValueTextEquals("resourceVersion"u8))
                _resourceVersion = ReadText();
            else if (_reader.ValueTextEquals("continue"u8))
                _continue = ReadText() is { Length: > 0 } token ? token : null;
            else if (_reader.ValueTextEquals("remainingItemCount"u8))
                _remaining = ReadCount();
            else
            {
                _reader.Read();
                _reader.Skip();
            }
        }
    }

    private string? ReadText()
    {
        _reader.Read();
        return _reader.TokenType switch
        {
            JsonTokenType.String => _reader.GetString(),
            JsonTokenType.Null => null,
            _ => throw Problem("a field of the list that must be a string is not"),
        };
    }

    private long? ReadCount()
    {
        _reader.Read();
        if (_reader.TokenType is JsonTokenType.Null)
            return null;
        return _reader.TokenType is JsonTokenType.Number && _reader.TryGetInt64(out var count)
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
