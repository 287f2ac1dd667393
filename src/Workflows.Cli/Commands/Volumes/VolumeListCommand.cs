using System.CommandLine;
using System.Globalization;
using System.Text;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Output.Documents;
using Workflows.Cli.Output.Views;
using Workflows.Volumes.Reading;
using Workflows.Volumes.Trees;

namespace Workflows.Cli.Commands.Volumes;

/// <summary><c>workflows volume ls</c>.</summary>
internal sealed class VolumeListCommand : CliCommand
{
    private readonly Argument<string> name = VolumeNameArgument.Create();

    private readonly Argument<string?> path = new("PATH")
    {
        Description = "A directory or file in it (default: all of it).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly KeyOptions keys = new("of an encrypted volume backup");

    public VolumeListCommand(CliApplication application)
        : base(application, "ls", "Lists what a volume backup holds.")
    {
        Arguments.Add(name);
        Arguments.Add(path);
        keys.AddTo(this);
    }

    public override string Changes => "nothing.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows volume ls monday", "every entry"),
        new("workflows volume ls monday var/log", "one directory of it"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var volume = await new StoredVolumes(context.Settings.Store, keys.Read(context))
            .OpenAsync(context.Parse.GetRequiredValue(name), cancellationToken);
        var from = Parse(context.Parse.GetValue(path) ?? "");
        var entries = new List<VolumeEntryDocument>();
        await foreach (var entry in new VolumeContents(volume.Data, volume.Record, volume.Keys).ListAsync(from, cancellationToken))
        {
            entries.Add(new(entry));
        }

        if (entries.Count == 0)
        {
            throw new NothingFoundException($"There is no '{from}' in the volume backup '{volume.Record.Name}'.");
        }

        var document = new VolumeContentsDocument(volume.Record.Name, entries);
        return new CommandResult(document, output => VolumeContentsView.Write(output, document), ExitCodes.Done);
    }

    /// <param name="typed">
    /// The path as <c>ls</c> shows it: <c>\xNN</c> for a byte that is not printable or not UTF-8, and for a backslash.
    /// </param>
    /// <exception cref="UsageException">It is no path in a tree.</exception>
    internal static TreePath Parse(string typed) =>
        TreePath.TryParse(Unescape(typed.Trim('/')), out var path)
            ? path
            : throw new UsageException($"'{typed}' is no path in a backup: write it without '.' and '..', from its root.");

    private static byte[] Unescape(string typed)
    {
        var bytes = new List<byte>();
        for (var rest = typed.AsSpan(); !rest.IsEmpty;)
        {
            var escape = rest.IndexOf('\\');
            var plain = escape < 0 ? rest : rest[..escape];
            bytes.AddRange(Encoding.UTF8.GetBytes(plain.ToArray()));
            rest = rest[plain.Length..];
            if (rest.IsEmpty)
            {
                break;
            }

            if (rest.Length < 4
                || rest[1] != 'x'
                || !byte.TryParse(rest[2..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                throw new UsageException(
                    $"'{typed}' has a backslash that begins no \\xNN: write paths as ls shows them, a backslash as \\x5c.");
            }

            bytes.Add(value);
            rest = rest[4..];
        }

        return [.. bytes];
    }
}
