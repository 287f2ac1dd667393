namespace Workflows.Core.Resources;

/// <summary>
/// The few fields of an object that say what it is, read from its JSON in one pass and without a document tree.
/// Everything else of the object stays what it was: bytes.
/// </summary>
/// <param name="ApiVersion">Group and version: <c>v1</c>, <c>apps/v1</c>.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace; null for an object of the cluster.</param>
/// <param name="Name">The name.</param>
/// <param name="Uid">The server's identity of the object; null where the server gives none (some aggregated APIs).</param>
/// <param name="ResourceVersion">The version of its content on the server; null where the server gives none.</param>
public sealed record ObjectHead(
    string ApiVersion,
    string Kind,
    string? Namespace,
    string Name,
    string? Uid,
    string? ResourceVersion)
{
    private static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>The labels; empty where the object has none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoLabels;

    /// <summary>The owner that has <c>controller: true</c>, if any.</summary>
    public ControllerOwner? Controller { get; init; }

    /// <summary>Whether <c>metadata.deletionTimestamp</c> is set: the server waits for finalizers to let it go.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>Reads the head of one object.</summary>
    /// <param name="json">One JSON object, the whole of it and nothing after it.</param>
    /// <exception cref="MalformedObjectException">
    /// It is not valid UTF-8 or JSON, nests deeper than a server accepts, repeats a field that is read here, or has
    /// no apiVersion, kind or name.
    /// </exception>
    public static ObjectHead Read(ReadOnlySpan<byte> json) => new ObjectHeadReader().Read(json);
}
