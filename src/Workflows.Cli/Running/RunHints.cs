using Workflows.Cli.Commands;

namespace Workflows.Cli.Running;

/// <summary>What to type next, with the options that lead to the same run.</summary>
internal static class RunHints
{
    public static string Name(RunRequest run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return $"{run.Kind.ToString().ToLowerInvariant()} '{run.Name}'";
    }

    public static string Resume(GlobalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.StateOption is { } state ? $"workflows resume --state {Quote(state)}" : "workflows resume";
    }

    /// <summary>Gives up an interrupted backup or restore; what that restored stays in the cluster.</summary>
    public static string Abandon(RunKind kind, string name, GlobalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var command = $"workflows {kind.ToString().ToLowerInvariant()} delete {name}";
        command += settings.StoreOption is { } store ? $" --store {Quote(store)}" : "";
        return command + (settings.StateOption is { } state ? $" --state {Quote(state)}" : "");
    }

    private static string Quote(string path) => path.Any(char.IsWhiteSpace) ? $"\"{path}\"" : path;
}
