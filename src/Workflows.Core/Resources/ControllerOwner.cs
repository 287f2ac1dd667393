namespace Workflows.Core.Resources;

/// <summary>The owner reference of an object that has <c>controller: true</c>: who creates the object anew.</summary>
/// <param name="ApiVersion">The owner's group and version.</param>
/// <param name="Kind">The owner's kind.</param>
/// <param name="Name">The owner's name; its namespace is the object's own.</param>
/// <param name="Uid">The owner's uid on the server that the object was read from.</param>
public sealed record ControllerOwner(string ApiVersion, string Kind, string Name, string Uid);
