using System.CommandLine;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Cli.Errors;
using Workflows.Core.Keys;

namespace Workflows.Cli.Commands.Options;

/// <summary>Which key an encrypted backup is written or read with.</summary>
internal sealed class KeyOptions
{
    private const string FileVariable = "WORKFLOWS_KEY_FILE";
    private const string VaultVariable = "WORKFLOWS_KEY_VAULT";

    private readonly Option<string> file;
    private readonly Option<string> vault;

    public KeyOptions(string purpose)
    {
        file = new Option<string>("--key-file")
        {
            Description = $"The key file {purpose} (default: {FileVariable}, else none).",
            HelpName = "FILE",
        };
        vault = new Option<string>("--key-vault")
        {
            Description = $"In its place a key in Azure Key Vault, https://VAULT.vault.azure.net/keys/NAME[/VERSION], used with your Azure identity (default: {VaultVariable}).",
            HelpName = "URL",
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
        command.Options.Add(vault);
        command.Options.Add(AllowShared);
    }

    /// <summary>Whether a key lies ready for all commands.</summary>
    public static bool IsReadyForAll(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Environment.Variable(FileVariable) is not null || context.Environment.Variable(VaultVariable) is not null;
    }

    /// <summary>The key that is meant; null where none is.</summary>
    /// <exception cref="UsageException">
    /// A key was to be named, and the name is empty: it is not taken for none. Or two keys are.
    /// </exception>
    /// <exception cref="Archive.Encryption.Errors.KeyFileException">The file can't be used.</exception>
    public GivenKey? Read(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var allowShared = context.Parse.GetValue(AllowShared);
        return Open(context, file, vault, allowShared) ?? OpenForAll(context, allowShared);
    }

    /// <summary>The key that two options name; null where neither does.</summary>
    /// <param name="context">The command.</param>
    /// <param name="file">Names a file.</param>
    /// <param name="vault">Names a key in a vault.</param>
    /// <param name="allowShared">Whether others may be able to read the file.</param>
    /// <exception cref="UsageException">Both do, or what is named is none.</exception>
    /// <exception cref="Archive.Encryption.Errors.KeyFileException">The file can't be used.</exception>
    public static GivenKey? Open(CommandContext context, Option<string> file, Option<string> vault, bool allowShared)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(vault);
        return (context.Parse.GetValue(file), context.Parse.GetValue(vault)) switch
        {
            (null, null) => null,
            ({ } path, null) => OfFile(context, file.Name, path, allowShared),
            (null, { } address) => OfVault(vault.Name, address),
            _ => throw new UsageException($"{file.Name} and {vault.Name} name two keys: give one of them."),
        };
    }

    private static GivenKey? OpenForAll(CommandContext context, bool allowShared)
    {
        var found = (context.Environment.Variable(FileVariable), context.Environment.Variable(VaultVariable)) switch
        {
            (null, null) => null,
            ({ } path, null) => OfFile(context, FileVariable, path, allowShared),
            (null, { } address) => OfVault(VaultVariable, address),
            _ => throw new UsageException($"{FileVariable} and {VaultVariable} name two keys: set one of them."),
        };
        return found is null ? null : found with { IsForAll = true };
    }

    private static GivenKey OfFile(CommandContext context, string from, string named, bool allowShared)
    {
        if (string.IsNullOrWhiteSpace(named))
        {
            throw new UsageException(
                $"{from} names no file: it is empty. Name the key file, or leave it away to do without a key.");
        }

        var path = Path.GetFullPath(named, context.Environment.CurrentDirectory);
        var key = KeyFile.Read(path, allowShared);
        return new GivenKey(key, new KeyReference(path, key.KeyId) { AllowShared = allowShared });
    }

    private static GivenKey OfVault(string from, string named) => VaultAddress.TryParse(named, out var address)
        ? GivenKey.Of(KeyReference.InVault(address))!
        : throw new UsageException($"{from}: '{named}' names no key. {VaultAddress.KeyExpected}");
}
