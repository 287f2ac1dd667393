namespace Workflows.Core.Retention;

/// <summary>Why a backup is kept.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Text">The same in words: the end of a sentence that begins with the backup's name.</param>
public sealed record RetentionReason(RetentionRule Rule, string Text);
