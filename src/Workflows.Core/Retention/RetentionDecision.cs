namespace Workflows.Core.Retention;

/// <summary>What retention says of one backup.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Kept">Every reason to keep it; none means that it goes.</param>
/// <param name="Text">The whole in words: the end of a sentence that begins with the backup's name.</param>
public sealed record RetentionDecision(RetainedBackup Backup, IReadOnlyList<RetentionReason> Kept, string Text)
{
    public bool Keeps => Kept.Count > 0;
}
