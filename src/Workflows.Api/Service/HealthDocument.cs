namespace Workflows.Api.Service;

/// <summary>That the service is there.</summary>
/// <param name="Status"><c>ok</c> of a process that lives, <c>ready</c> of one that takes work.</param>
public sealed record HealthDocument(string Status);
