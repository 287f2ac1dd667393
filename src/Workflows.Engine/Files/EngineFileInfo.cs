namespace Workflows.Engine.Files;

/// <summary>A file as a directory lists it: its name without the directory, and its length in bytes.</summary>
public sealed record EngineFileInfo(string Name, long Length);
