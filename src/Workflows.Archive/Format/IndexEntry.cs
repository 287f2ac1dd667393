using System.Text.Json.Serialization;
using Workflows.Core.Backups;
using Workflows.Core.Resources;

namespace Workflows.Archive.Format;

/// <summary>
/// One line of the index: what an object is, what its bytes hash to, and where they lie. Offsets count in the
/// archive's plaintext gzip stream, from the start of the object's segment. Keys are short because they repeat for
/// every object.
/// </summary>
public sealed record IndexEntry
{
    /// <summary>The part whose segment holds it.</summary>
    [JsonPropertyName("p")]
    public required int Part { get; init; }

    /// <summary>Plural and group.</summary>
    [JsonPropertyName("r")]
    public required string Resource { get; init; }

    /// <summary>The namespace; absent for an object of the cluster.</summary>
    [JsonPropertyName("ns")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    [JsonPropertyName("n")]
    public required string Name { get; init; }

    [JsonPropertyName("v")]
    public required string ApiVersion { get; init; }

    [JsonPropertyName("k")]
    public required string Kind { get; init; }

    [JsonPropertyName("u")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Uid { get; init; }

    [JsonPropertyName("rv")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ResourceVersion { get; init; }

    /// <summary>SHA-256 of the JSON, lower-case hexadecimal.</summary>
    [JsonPropertyName("h")]
    public required string Sha256 { get; init; }

    /// <summary>The labels; absent where there are none.</summary>
    [JsonPropertyName("l")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The controlling owner, if any.</summary>
    [JsonPropertyName("c")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ControllerOwner? Controller { get; init; }

    /// <summary>Whether the object was being deleted when it was read.</summary>
    [JsonPropertyName("d")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsBeingDeleted { get; init; }

    /// <summary>Where the object's gzip member starts in the segment.</summary>
    [JsonPropertyName("mo")]
    public required long MemberOffset { get; init; }

    /// <summary>The member's length.</summary>
    [JsonPropertyName("ml")]
    public required int MemberLength { get; init; }

    /// <summary>The member's length unpacked.</summary>
    [JsonPropertyName("mp")]
    public required int MemberPlainLength { get; init; }

    /// <summary>Where the JSON starts in the unpacked member.</summary>
    [JsonPropertyName("jo")]
    public required int JsonOffset { get; init; }

    /// <summary>The JSON's length.</summary>
    [JsonPropertyName("jl")]
    public required int JsonLength { get; init; }

    [JsonIgnore]
    public ObjectKey Key => new(GroupResource.Parse(Resource), Namespace, Name);

    /// <summary>Where to read the object.</summary>
    /// <param name="segmentOffset">Where the entry's segment starts in the archive's gzip stream.</param>
    public ObjectLocation Locate(long segmentOffset) => new(
        Resource,
        Namespace,
        Name,
        segmentOffset + MemberOffset,
        MemberLength,
        MemberPlainLength,
        JsonOffset,
        JsonLength,
        Sha256);
}
