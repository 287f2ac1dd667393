using Workflows.Cli.Commands;

namespace Workflows.Cli.Running;

/// <summary>Lets a new run begin only where no other of the same name stands in its way.</summary>
internal static class RunGate
{
    /// <exception cref="RunConflictException">Another process works on it, or it was interrupted.</exception>
    public static void ThrowIfTaken(CommandContext context, RunKind kind, string name, string instanceId)
    {
        ArgumentNullException.ThrowIfNull(context);
        var directories = new RunDirectories(context.Settings.StateDirectory);
        if (directories.Find(instanceId) is not { } found)
        {
            return;
        }

        if (found.IsHeld)
        {
            throw new RunConflictException(
                $"{kind} '{name}' is under way: {found.Holder?.ToString() ?? "another process"} works on it.");
        }

        if (kind is RunKind.Compare)
        {
            // It changed nothing and nobody waits for its result any more.
            directories.Remove(instanceId);
        }
        else if (found.IsInterrupted)
        {
            throw new RunConflictException(
                $"{kind} '{name}' was interrupted. '{RunHints.Resume(context.Settings)}' continues it; "
                + $"'{RunHints.Abandon(kind, name, context.Settings)}' abandons it.");
        }
    }
}
