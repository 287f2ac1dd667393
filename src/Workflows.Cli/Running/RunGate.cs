using Workflows.Cli.Commands;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Running;

/// <summary>Lets a new run begin only where no other of the same name stands in its way.</summary>
internal static class RunGate
{
    /// <exception cref="RunConflictException">Another process works on it, or it was interrupted.</exception>
    public static void ThrowIfTaken(CommandContext context, RunRequest run)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(run);
        var directories = new RunDirectories(context.Settings.StateDirectory);
        if (directories.Find(run.InstanceId) is not { } found)
        {
            return;
        }

        if (found.IsHeld)
        {
            throw new RunConflictException(
                $"{Capitalized(run)} is under way: {found.Holder?.ToString() ?? "another process"} works on it.");
        }

        if (run.Kind is RunKind.Compare)
        {
            // It changed nothing and nobody waits for its result any more.
            directories.Remove(run.InstanceId);
        }
        else if (found.IsInterrupted)
        {
            var other = run.Kind is RunKind.Backup
                ? $"'{RunHints.Abandon(run.Name, context.Settings)}' abandons it."
                : "give this restore another name to begin anew.";
            throw new RunConflictException(
                $"{Capitalized(run)} was interrupted. '{RunHints.Resume(context.Settings)}' continues it; {other}");
        }
    }

    private static string Capitalized(RunRequest run) => $"{run.Kind} '{run.Name}'";
}
