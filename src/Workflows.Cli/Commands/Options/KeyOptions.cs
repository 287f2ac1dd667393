using System.CommandLine;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Cli.Errors;
using Workflows.Core.Keys;

namespace Workflows.Cli.Commands.Options;

/// <summary>Which key an encrypted backup is written or read with.</summary>
internal sealed class KeyOptions
{
    private const string Variable = "WORKFLOWS_KEY_FILE";

    private readonly Option<string> file;

    public KeyOptions(string purpose)
    {
        file = new Option<string>("--key-file")
        {
            Description = $"The key file {purpose} (default: {Variable}, else none).",
            HelpName = "FILE",
        };
    }

    public static Option<bool> CreateAllowShared() => new("--allow-shared-key-file")
    {
        Description = "Take a key file that group or others may read too.",
        Arity = ArgumentArity.Zero,
    };

    private Option<bool> AllowShared { get; } = CreateAllowShared();

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(file);
        command.Options.Add(AllowShared);
    }

    /// <summary>Whether a key lies ready for all commands.</summary>
    public static bool IsReadyForAll(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Environment.Variable(Variable) is not null;
    }

    /// <summary>Reads the key that is meant; null where none is.</summary>
    /// <exception cref="UsageException">A file was to be named, and the name is empty: it is not taken for none.</exception>
    /// <exception cref="Archive.Encryption.Errors.KeyFileException">It can't be used.</exception>
    public GivenKey? Read(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var option = context.Parse.GetValue(file);
        if ((option ?? context.Environment.Variable(Variable)) is not { } named)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(named))
        {
            throw new UsageException(
                $"{(option is null ? Variable : "--key-file")} names no file: it is empty. Name the key file, or leave it "
                + "away to do without a key.");
        }

        var path = Path.GetFullPath(named, context.Environment.CurrentDirectory);
        var allowShared = context.Parse.GetValue(AllowShared);
        var key = KeyFile.Read(path, allowShared);
        return new GivenKey(key, new KeyReference(path, key.KeyId) { AllowShared = allowShared })
        {
            IsForAll = option is null,
        };
    }
}
