namespace Workflows.Mover.Commands;

/// <summary>What the program can be started for.</summary>
internal enum MoverCommand
{
    Backup,
    Restore,
    Receive,
    Version,
    Help,
}
