using System.CommandLine;
using Workflows.Archive.Encryption.KeyFiles;
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

    /// <summary>Reads the key that is meant; null where none is.</summary>
    /// <exception cref="Archive.Encryption.Errors.KeyFileException">It can't be used.</exception>
    public GivenKey? Read(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var option = context.Parse.GetValue(file);
        var named = string.IsNullOrEmpty(option) ? context.Environment.Variable(Variable) : option;
        if (string.IsNullOrEmpty(named))
        {
            return null;
        }

        var path = Path.GetFullPath(named, context.Environment.CurrentDirectory);
        var allowShared = context.Parse.GetValue(AllowShared);
        var key = KeyFile.Read(path, allowShared);
        return new GivenKey(key, new KeyReference(path, key.KeyId) { AllowShared = allowShared })
        {
            IsForAll = string.IsNullOrEmpty(option),
        };
    }
}
