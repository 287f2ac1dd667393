using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Activities.Schedules;
using Workflows.Archive.Catalog;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Errors;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Schedules;

/// <summary>A schedule by the resource that it stands in: a Schedule, or a BackupPlan that has one of its own.</summary>
internal sealed class ScheduleArgument
{
    private readonly Argument<string> name = new("SCHEDULE")
    {
        Description = "The Schedule, or the BackupPlan that has its own; where both have the name, schedule/NAME or backupplan/NAME.",
    };

    public ScheduleArgument(CliApplication application) => name.CompletionSources.Add((CompletionContext context) =>
        ResourceArguments.NamesOf(application, context, ResourceKind.Schedule)
            .Concat(ResourceArguments.NamesOf(application, context, ResourceKind.BackupPlan)));

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Arguments.Add(name);
    }

    /// <exception cref="NothingFoundException">There is no such schedule.</exception>
    /// <exception cref="UsageException">There are two.</exception>
    public async Task<StoredResource> FindAsync(CommandContext context, ResourceCatalog catalog, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(catalog);
        var typed = context.Parse.GetRequiredValue(name);
        var (kind, wanted) = typed.Split('/') is [var word, var rest] ? (ResourceKind.Find(word), rest) : (null, typed);
        var found = await new DeclaredSchedules(catalog).FindAsync(kind, wanted, cancellationToken);
        return found switch
        {
            [var only] => only,
            [] => throw new NothingFoundException(
                $"There is no schedule '{typed}' in {context.Settings.Store}. 'workflows schedule get' lists what there is."),
            _ => throw new UsageException($"'{wanted}' is a Schedule and a BackupPlan with one of its own: say schedule/{wanted} or backupplan/{wanted}."),
        };
    }
}
