namespace Workflows.Core.Copies;

/// <summary>A backup that is to be in another store as well, as it is and under its name.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="From">The address of the store that has it; credentials come from the environment.</param>
/// <param name="To">The address of the store that is to have it, likewise.</param>
public sealed record CopySpec(string Name, string From, string To);
