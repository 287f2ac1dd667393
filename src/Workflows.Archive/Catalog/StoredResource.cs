using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>A declared resource as a store has it.</summary>
public sealed class StoredResource
{
    private readonly CatalogFile file;
    private readonly DeclaredResource declared;

    internal StoredResource(CatalogFile file, DeclaredResource declared, string eTag) =>
        (this.file, this.declared, ETag) = (file, declared, eTag);

    /// <summary>What it means.</summary>
    public PlanResource Resource => declared.Resource;

    public ResourceKind Kind => declared.Kind;

    public string Name => declared.Resource.Name;

    /// <summary>The kind and the name as they are printed: <c>backupplan/nightly</c>.</summary>
    public string Title => declared.Title;

    /// <summary>Its identity: one that was deleted and made again has another.</summary>
    public Guid Uid => file.Uid;

    /// <summary>How often it was written, from 1.</summary>
    public int Generation => file.Generation;

    public DateTimeOffset CreatedAt => file.CreatedAt;

    public DateTimeOffset UpdatedAt => file.UpdatedAt;

    /// <summary>The fields that were given when it was applied, and nothing else: it can be applied again.</summary>
    public JsonObject Document() => JsonObject.Create(file.Resource)!;

    /// <summary>Whether it was declared with the same fields; their order doesn't count.</summary>
    public bool IsSameAs(DeclaredResource other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return JsonNode.DeepEquals(Document(), other.ToJson());
    }

    /// <summary>What it must still have to be replaced.</summary>
    internal string ETag { get; }

    /// <summary>What takes its place.</summary>
    internal CatalogFile Next(JsonElement document, DateTimeOffset now) =>
        file with { Generation = Generation + 1, UpdatedAt = now, Resource = document };
}
