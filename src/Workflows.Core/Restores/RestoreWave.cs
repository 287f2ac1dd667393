namespace Workflows.Core.Restores;

/// <summary>One wave of a planned restore.</summary>
/// <param name="Number">Its place in the wave order.</param>
/// <param name="Name">Its name in the wave order.</param>
/// <param name="Chunks">How many chunks it is cut into.</param>
/// <param name="Objects">How many objects they hold.</param>
/// <param name="HasDefinitions">Whether it creates kinds that must be served before the next wave begins.</param>
public sealed record RestoreWave(int Number, string Name, int Chunks, int Objects, bool HasDefinitions);
