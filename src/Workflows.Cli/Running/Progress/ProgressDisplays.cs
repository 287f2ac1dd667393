using Workflows.Cli.Commands;

namespace Workflows.Cli.Running.Progress;

/// <summary>Chooses how a run's progress is shown.</summary>
internal static class ProgressDisplays
{
    public static IProgressDisplay Create(CommandContext context, RunRequest run) =>
        Create(context, $"{run.Kind} '{run.Name}'");

    /// <param name="context">Where it is shown, and whether.</param>
    /// <param name="title">What is at work.</param>
    public static IProgressDisplay Create(CommandContext context, string title)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (environment, settings) = (context.Environment, context.Settings);
        if (settings.Quiet)
        {
            return new NoProgress();
        }

        return environment.ErrorIsTerminal
            && settings.Format is not Output.OutputFormat.Json
            && environment.Variable("TERM") is not "dumb"
            ? new TerminalProgress(environment, title)
            : new LineProgress(environment, settings.Format);
    }
}
