using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workflows.Kubernetes.Lists;

/// <summary>Works out which bytes each item of a list lacks to be a whole object.</summary>
internal static class ItemTypes
{
    public static ListItem[] Complete(
        ReadOnlyMemory<byte> body, IReadOnlyList<ItemSlice> slices, string apiVersion, string kind)
    {
        var version = $"\"apiVersion\":{Quote(apiVersion)}";
        var type = $"\"kind\":{Quote(kind)}";
        var texts = new Dictionary<(bool, bool, bool), ReadOnlyMemory<byte>>();
        var items = new ListItem[slices.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var slice = slices[i];
            var missing = (slice.HasApiVersion, slice.HasKind, slice.IsEmpty);
            if (!texts.TryGetValue(missing, out var text))
            {
                string[] parts = (slice.HasApiVersion, slice.HasKind) switch
                {
                    (true, true) => [],
                    (true, false) => [type],
                    (false, true) => [version],
                    _ => [version, type],
                };
                text = System.Text.Encoding.UTF8.GetBytes(
                    string.Join(',', parts) + (parts.Length > 0 && !slice.IsEmpty ? "," : ""));
                texts.Add(missing, text);
            }

            items[i] = new ListItem(body.Slice(slice.Start, slice.Length), text);
        }

        return items;
    }

    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
