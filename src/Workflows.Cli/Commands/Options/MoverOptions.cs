using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Volumes;

namespace Workflows.Cli.Commands.Options;

/// <summary>Which image moves the data of claims.</summary>
internal sealed class MoverOptions
{
    private const string Variable = "WORKFLOWS_MOVER_IMAGE";

    private readonly Option<string> image = new("--mover-image")
    {
        Description = $"The image of workflows-mover, as the cluster's nodes pull it (default: {Variable}).",
        HelpName = "IMAGE",
    };

    private readonly MoverLimitOptions limits = new();

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(image);
        limits.AddTo(command);
    }

    /// <summary>The image that is meant; null where none is.</summary>
    /// <exception cref="UsageException">It was to be named, and the name is empty; or its limits make no sense.</exception>
    public MoverSettings? Find(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var option = context.Parse.GetValue(image);
        return (option ?? context.Environment.Variable(Variable)) switch
        {
            null => null,
            { } named when string.IsNullOrWhiteSpace(named) => throw new UsageException(
                $"{(option is null ? Variable : "--mover-image")} names no image: it is empty."),
            { } named => limits.Apply(context.Parse, new() { Image = named.Trim() }),
        };
    }

    /// <summary>The image that is meant; settings without one where none is.</summary>
    /// <exception cref="UsageException">It was to be named, and the name is empty.</exception>
    public MoverSettings FindOrNone(CommandContext context) => Find(context) ?? new();

    /// <summary>The image that is meant, where one is needed.</summary>
    /// <param name="context">The command.</param>
    /// <param name="purpose">What needs it, as a sentence begins.</param>
    /// <exception cref="UsageException">None is meant.</exception>
    public MoverSettings Require(CommandContext context, string purpose) => Find(context) ?? throw new UsageException(
        $"{purpose} takes pods in the cluster, and those an image: name it with --mover-image or {Variable}. It is built "
        + "from this repository and pushed to a registry of yours: see infra/mover/README.md. On the local clusters it is "
        + "workflows.local/mover:1.");
}
