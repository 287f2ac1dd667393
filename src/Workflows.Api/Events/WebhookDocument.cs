namespace Workflows.Api.Events;

/// <summary>That events may be sent here.</summary>
/// <param name="AllowedOrigin">Who may: who asked. A delivery takes the token all the same.</param>
public sealed record WebhookDocument(string AllowedOrigin);
