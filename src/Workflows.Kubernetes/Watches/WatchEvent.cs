namespace Workflows.Kubernetes;

/// <summary>One change, or a bookmark.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the change; before it, for a deletion; of a bookmark only its revision counts.</param>
/// <param name="ResourceVersion">The revision up to which everything has been told now.</param>
#pragma warning disable CA1720 // The API's own word.
public sealed record WatchEvent(WatchEventType Type, ObjectBytes Object, string ResourceVersion);
