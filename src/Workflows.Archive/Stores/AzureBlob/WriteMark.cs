namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>A number of its own for each write, kept in the blob's metadata: who finds it knows who wrote the blob.</summary>
internal sealed class WriteMark
{
    private const string Key = "workflows_write";

    private readonly string number = Guid.NewGuid().ToString("N");

    private WriteMark()
    {
    }

    public IDictionary<string, string> Metadata => new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = number };

    public static WriteMark Create() => new();

    public bool IsOn(IDictionary<string, string> metadata) =>
        metadata.Any(pair => pair.Key.Equals(Key, StringComparison.OrdinalIgnoreCase) && pair.Value == number);
}
