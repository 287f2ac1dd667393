namespace Workflows.Api.Runs;

/// <summary>What a run does; its name starts the run's id.</summary>
public enum RunKind
{
    Backup,
    Restore,
    Compare,
    Copy,
}
