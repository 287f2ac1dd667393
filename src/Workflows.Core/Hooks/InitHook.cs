namespace Workflows.Core.Hooks;

/// <summary>A container that runs to its end before a restored pod's own containers start.</summary>
/// <param name="Container">It, as JSON: a <c>Container</c> of Kubernetes with a name and an image.</param>
public sealed record InitHook(string Container);
