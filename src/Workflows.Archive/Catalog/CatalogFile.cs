using System.Text.Json;
using Workflows.Archive.Format;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>
/// A declared resource as bytes: digested JSON, so that what somebody declared is not changed by a flipped bit.
/// FORMAT.md specifies it.
/// </summary>
internal sealed record CatalogFile
{
    /// <summary>The version that is written, and the newest that is read.</summary>
    public const int Version = 1;

    /// <summary>A file of declared resources has a Mi of characters at most, and one of them no more.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    public required int CatalogVersion { get; init; }

    public required Guid Uid { get; init; }

    public required int Generation { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The fields that were given.</summary>
    public required JsonElement Resource { get; init; }

    public byte[] ToBytes() => DigestedJson.Close(JsonSerializer.Serialize(this, ArchiveJson.Manifest));

    /// <summary>Reads a file that is whole and makes sense.</summary>
    /// <exception cref="InvalidDataException">It is not; the message ends a sentence.</exception>
    /// <exception cref="NewerFileException">A newer program wrote it.</exception>
    public static (CatalogFile File, DeclaredResource Declared) Read(ResourceKind kind, string name, string path, byte[] bytes)
    {
        if (DigestedJson.Fault(bytes) is { } fault)
            throw new InvalidDataException(fault);

        var version = Deserialize<Beginning>(bytes).CatalogVersion;
        if (version > Version)
            throw new NewerFileException(version);

        var file = Deserialize<CatalogFile>(bytes);
        if (file is not { CatalogVersion: Version, Generation: > 0, Resource.ValueKind: JsonValueKind.Object })
            throw new InvalidDataException("its version, its generation or its resource is none");

        return (file, Declared(kind, name, path, file));
    }

    private static DeclaredResource Declared(ResourceKind kind, string name, string path, CatalogFile file)
    {
        try
        {
            var declared = PlanReader.ReadKept(file.Resource, path);
            return declared.Kind == kind && declared.Resource.Name == name
                ? declared
                : throw new InvalidDataException($"it holds {declared.Title}, which belongs elsewhere");
        }
        catch (PlanException wrong)
        {
            throw new InvalidDataException(
                $"its resource is not valid ({string.Join(" ", wrong.Problems)})".Replace('\n', ' ').TrimEnd('.'), wrong);
        }
    }

    private static T Deserialize<T>(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, ArchiveJson.Manifest) ?? throw new InvalidDataException("it is JSON null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"it has no valid value at {error.Path}", error);
        }
    }

    private sealed record Beginning(int CatalogVersion);

    /// <summary>A newer program wrote the file.</summary>
    internal sealed class NewerFileException(int version) : Exception
    {
        public int FileVersion { get; } = version;
    }
}
