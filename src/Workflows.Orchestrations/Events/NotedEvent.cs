namespace Workflows.Orchestrations.Events;

/// <summary>An event that was handed to instances.</summary>
/// <param name="Rule">The rule that said so.</param>
/// <param name="Id">The event's id.</param>
/// <param name="Source">The event's source.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Instances">How many instances got it.</param>
public sealed record NotedEvent(string Rule, string Id, string Source, string Type, int Instances);
