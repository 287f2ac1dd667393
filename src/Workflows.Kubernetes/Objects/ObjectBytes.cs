namespace Workflows.Kubernetes;

/// <summary>One object exactly as the server sent it: UTF-8 JSON, checked to be whole and nothing more.</summary>
/// <param name="Json">The bytes.</param>
public readonly record struct ObjectBytes(ReadOnlyMemory<byte> Json);
