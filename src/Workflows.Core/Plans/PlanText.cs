namespace Workflows.Core.Plans;

/// <summary>A text with declared resources, and what it is called in errors: a file's name.</summary>
/// <param name="Source">What it is called.</param>
/// <param name="Text">YAML or JSON, of one document or more.</param>
public sealed record PlanText(string Source, string Text);
