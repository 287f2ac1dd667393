using System.CommandLine;

namespace Workflows.Cli.Commands.Schedules;

/// <summary><c>workflows schedule …</c>.</summary>
internal static class ScheduleCommands
{
    public static Command Create(CliApplication application) => new CommandGroup(
        "schedule",
        "Says when plans are run, and looks after that.",
        new ScheduleCreateCommand(application),
        new ScheduleGetCommand(application),
        new SchedulePauseCommand(application, pause: true),
        new SchedulePauseCommand(application, pause: false),
        new ScheduleTriggerCommand(application));
}
