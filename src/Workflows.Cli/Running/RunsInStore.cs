using Workflows.Cli.Commands;

namespace Workflows.Cli.Running;

/// <summary>This machine's runs that belong to the store the command looks into.</summary>
internal static class RunsInStore
{
    /// <param name="Name">The backup's or restore's name.</param>
    /// <param name="Phase"><c>InProgress</c> or <c>Interrupted</c>.</param>
    /// <param name="CreatedAt">When it began; null while another process holds its journal.</param>
    internal sealed record StoreRun(string Name, string Phase, DateTimeOffset? CreatedAt);

    public static IEnumerable<StoreRun> Of(CommandContext context, RunKind kind)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var run in new RunDirectories(context.Settings.StateDirectory).List().Where(run => run.Kind == kind))
        {
            if (RunRequest.NameIn(run.InstanceId, kind, context.Settings.Store) is { } name
                && (run.IsHeld || run.IsInterrupted))
            {
                yield return new(
                    name,
                    run.IsHeld ? BackupDocument.InProgress : BackupDocument.Interrupted,
                    run.State?.CreatedAt);
            }
        }
    }
}
