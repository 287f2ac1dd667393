using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Cli.Stores;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Schedules;

/// <summary><c>workflows schedule create</c>.</summary>
internal sealed class ScheduleCreateCommand : CliCommand
{
    private readonly Argument<string> name = new("NAME")
    {
        Description = "The schedule's name, new in its store: lower-case letters, digits and '-'.",
    };

    private readonly Option<string> plan = new("--plan")
    {
        Description = "The declared backup plan that is run.",
        HelpName = "PLAN",
        Required = true,
    };

    private readonly Option<string> cron = new("--cron")
    {
        Description = "When: five fields or a macro such as @daily, as Kubernetes' CronJobs have them.",
        HelpName = "EXPRESSION",
    };

    private readonly Option<int?> target = new("--target-minutes")
    {
        Description = "In place of --cron: how old the last good backup may get (recovery point objective).",
        HelpName = "MINUTES",
    };

    private readonly Option<string> zone = new("--time-zone")
    {
        Description = "The IANA zone of --cron, such as Europe/Berlin (default: UTC).",
        HelpName = "ZONE",
    };

    private readonly Option<string> missed = new("--missed-runs")
    {
        Description = "What becomes of runs that nobody was there to start (default: runOnce).",
        HelpName = "runOnce|skip|runAll",
    };

    private readonly Option<string> overlap = new("--overlap")
    {
        Description = "What becomes of a run that comes due while another goes (default: skip).",
        HelpName = "skip|queue",
    };

    private readonly Option<bool> paused = new("--paused")
    {
        Description = "Start nothing until 'workflows schedule unpause'.",
        Arity = ArgumentArity.Zero,
    };

    public ScheduleCreateCommand(CliApplication application)
        : base(application, "create", "Declares a schedule for a backup plan.")
    {
        plan.CompletionSources.Add((CompletionContext context) => ResourceArguments.NamesOf(application, context, ResourceKind.BackupPlan));
        missed.AcceptOnlyFromAmong("runOnce", "skip", "runAll");
        overlap.AcceptOnlyFromAmong("skip", "queue");
        Arguments.Add(name);
        foreach (var option in (Option[])[plan, cron, target, zone, missed, overlap, paused])
        {
            Options.Add(option);
        }
    }

    public override string Changes => "adds a schedule to the store, as 'workflows apply' would.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows schedule create hourly --plan nightly --cron '@hourly'", "each hour"),
        new("workflows schedule create often --plan nightly --target-minutes 240", "so that at most four hours are lost"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var declared = PlanReader.ReadKept(JsonSerializer.SerializeToElement(Read(context.Parse)), "the command line");
        var changes = new DeclaredResources(context).Changes;
        var planned = await changes.PlanAsync([declared], cancellationToken);
        if (planned[0].Before is not null)
        {
            throw new RunConflictException(
                $"Schedule '{declared.Resource.Name}' exists in {context.Settings.Store}. Choose another name, or change it with 'workflows apply'.");
        }

        await changes.ApplyAsync(planned, cancellationToken: cancellationToken);
        var document = new AppliedDocument(context.Settings.Store, DryRun: false, [.. planned.Select(AppliedResourceDocument.Of)]);
        return new CommandResult(document, output => ResourceViews.Write(output, document), ExitCodes.Done);
    }

    private JsonObject Read(ParseResult parse)
    {
        var spec = new JsonObject { ["backupPlan"] = parse.GetRequiredValue(plan) };
        if (parse.GetValue(target) is { } minutes)
        {
            spec["rpo"] = new JsonObject { ["targetMinutes"] = minutes };
        }

        Add("cron", parse.GetValue(cron));
        Add("timeZone", parse.GetValue(zone));
        Add("missedRuns", parse.GetValue(missed));
        Add("overlap", parse.GetValue(overlap));
        if (parse.GetValue(paused))
        {
            spec["paused"] = true;
        }

        return new JsonObject
        {
            ["apiVersion"] = PlanResource.ApiVersion,
            ["kind"] = ResourceKind.Schedule.Name,
            ["metadata"] = new JsonObject { ["name"] = parse.GetRequiredValue(name) },
            ["spec"] = spec,
        };

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                spec[field] = value;
            }
        }
    }
}
