using System.CommandLine;
using System.CommandLine.Completions;
using Workflows.Activities;
using Workflows.Activities.Plans;
using Workflows.Cli.Commands.Catalog;
using Workflows.Cli.Errors;
using Workflows.Cli.Stores;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Options;

/// <summary>A declared plan in place of options.</summary>
internal sealed class PlanOption
{
    /// <summary>How data is moved is this machine's business, not a plan's.</summary>
    private const string OfMover = "--mover-";

    private readonly Option<string> plan;
    private readonly string[] beside;

    /// <param name="application">The command line.</param>
    /// <param name="kind">Which plans are meant.</param>
    /// <param name="description">What becomes of one.</param>
    /// <param name="beside">The command's options that may stand beside it.</param>
    public PlanOption(CliApplication application, ResourceKind kind, string description, params string[] beside)
    {
        this.beside = beside;
        plan = new Option<string>("--plan") { Description = description, HelpName = "PLAN" };
        plan.CompletionSources.Add((CompletionContext context) => ResourceArguments.NamesOf(application, context, kind));
    }

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(plan);
    }

    /// <summary>The plan that is meant; null where none is.</summary>
    /// <exception cref="UsageException">There are options beside it that the plan has a word on.</exception>
    public string? Read(CommandContext context, Command command)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(command);
        if (context.Parse.GetValue(plan) is not { } named)
        {
            return null;
        }

        string[] given =
        [
            .. command.Options
                .Where(option => option != plan && context.Parse.GetResult(option) is { Implicit: false })
                .Select(option => option.Name)
                .Where(name => !name.StartsWith(OfMover, StringComparison.Ordinal) && !beside.Contains(name, StringComparer.Ordinal)),
            .. context.Settings.Kubeconfig is null ? [] : new[] { "--kubeconfig" },
            .. context.Settings.Context is null ? [] : new[] { "--context" },
        ];
        return given.Length == 0
            ? named
            : throw new UsageException($"The plan says what {string.Join(", ", given)} would say: leave that away, or change the plan.");
    }

    /// <summary>What makes specifications of the plans in the command's store.</summary>
    public static PlanSpecs Specs(CommandContext context, MoverOptions mover)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(mover);
        return new PlanSpecs(new DeclaredResources(context).Catalog, context.Settings.Store, mover.Find(context), new OpenStores())
        {
            LongestHook = context.Services.LongestHook,
        };
    }
}
