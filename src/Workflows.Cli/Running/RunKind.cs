namespace Workflows.Cli.Running;

/// <summary>What a run does; its name starts the run's id.</summary>
internal enum RunKind
{
    Backup,
    Restore,
    Compare,
}
