namespace Workflows.Core.Backups;

/// <summary>A warning or an error of a backup, as its report and its manifest name it.</summary>
/// <param name="Resource">Plural and group it is about; null where it is about none.</param>
/// <param name="Namespace">The namespace it is about; null for the cluster's own objects or the whole backup.</param>
/// <param name="Message">One or two sentences for a person; never a secret.</param>
public sealed record BackupProblem(string? Resource, string? Namespace, string Message);
