using System.CommandLine;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Commands.Options;

/// <summary>The word on Secrets that a backup can't do without.</summary>
internal sealed class SecretsOptions
{
    private readonly Option<bool> include = new("--include-secrets")
    {
        Description = "Back up Secrets. Without a key they lie in the archive in the clear: whoever reads the store "
            + "reads them. With a key it is the default.",
        Arity = ArgumentArity.Zero,
    };

    private readonly Option<bool> exclude = new("--exclude-secrets")
    {
        Description = "Leave Secrets out. What needs them won't run after a restore until they are made anew.",
        Arity = ArgumentArity.Zero,
    };

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(include);
        command.Options.Add(exclude);
    }

    /// <summary>What was said, if anything was.</summary>
    /// <exception cref="UsageException">Both were given.</exception>
    public bool? ReadSaid(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return parse.GetValue(include) || parse.GetValue(exclude) ? Read(parse, isEncrypted: false) : null;
    }

    /// <param name="parse">The command line.</param>
    /// <param name="isEncrypted">Whether the backup has a key: Secrets are then included unless told otherwise.</param>
    /// <exception cref="UsageException">Both were given, or neither and there is no key.</exception>
    public bool Read(ParseResult parse, bool isEncrypted)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return (parse.GetValue(include), parse.GetValue(exclude)) switch
        {
            (true, true) => throw new UsageException(
                "--include-secrets and --exclude-secrets contradict each other; give one of them."),
            (false, false) when isEncrypted => true,
            (false, false) => throw new UsageException(
                "Say --include-secrets or --exclude-secrets, or give a key with --key-file: without a key, Secrets would lie in the archive in the "
                + "clear, and without Secrets, what needs them won't run after a restore. Nobody should find out "
                + "at a restore."),
            var (included, _) => included,
        };
    }
}
