using System.CommandLine;
using Workflows.Cli.Environments;
using Workflows.Cli.Files;
using Workflows.Cli.Output;

namespace Workflows.Cli.Commands.Options;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string> Kubeconfig { get; } = new("--kubeconfig")
    {
        Description = "The kubeconfig file (default: KUBECONFIG, then ~/.kube/config, then in-cluster).",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<string> Context { get; } = new("--context")
    {
        Description = "The kubeconfig context (default: the file's current context).",
        HelpName = "NAME",
        Recursive = true,
    };

    public Option<string> Store { get; } = new("--store")
    {
        Description = "Where backups are kept: a folder, https://ACCOUNT.blob.core.windows.net/CONTAINER[/prefix] (your Azure "
            + "identity, or the SAS in AZURE_STORAGE_SAS_TOKEN) or azblob://CONTAINER[/prefix] (the account in "
            + "AZURE_STORAGE_CONNECTION_STRING); default: WORKFLOWS_STORE, then ~/.local/share/workflows/store.",
        HelpName = "URI",
        Recursive = true,
    };

    public Option<string> State { get; } = new("--state")
    {
        Description = "Where runs keep their journals until they have ended "
            + "(default: WORKFLOWS_STATE, then ~/.local/share/workflows/state).",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<string> Output { get; } = CreateOutput();

    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "No progress and no notices; errors and the result only.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Errors come with all that is known about them.",
        Recursive = true,
    };

    /// <summary>All of them, in the order that help shows them in.</summary>
    public IReadOnlyList<Option> All => [Kubeconfig, Context, Store, State, Output, Quiet, Verbose];

    public GlobalSettings Read(ParseResult parse, CliEnvironment environment)
    {
        var store = Given(parse, Store) ?? Filled(environment, "WORKFLOWS_STORE");
        var state = Given(parse, State) ?? Filled(environment, "WORKFLOWS_STATE");
        var data = DataDirectory(environment);
        if (store is null)
        {
            // A store's place must be there, since a folder that is missing may be a disk that is. Not so here.
            PrivateFolder.Create(data);
        }

        return new GlobalSettings
        {
            Store = StoreUri.Normalize(store ?? Path.Combine(data, "store"), environment),
            StateDirectory = Path.GetFullPath(state ?? Path.Combine(data, "state"), environment.CurrentDirectory),
            StoreOption = Given(parse, Store),
            StateOption = Given(parse, State),
            Kubeconfig = Given(parse, Kubeconfig),
            Context = Given(parse, Context),
            Format = ReadFormat(parse),
            Quiet = parse.GetResult(Quiet) is not null && parse.GetValue(Quiet),
            Verbose = ReadVerbose(parse),
        };
    }

    /// <summary>The output's form; readable even when the rest of the command line is not.</summary>
    public OutputFormat ReadFormat(ParseResult parse) => Given(parse, Output) switch
    {
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        _ => OutputFormat.Table,
    };

    public bool ReadVerbose(ParseResult parse) => parse.GetResult(Verbose) is { Implicit: false };

    private static string? Given(ParseResult parse, Option<string> option) =>
        parse.GetResult(option)?.Tokens is [{ Value.Length: > 0 } token, ..] ? token.Value : null;

    private static string? Filled(CliEnvironment environment, string variable) =>
        environment.Variable(variable) is { Length: > 0 } value ? value : null;

    /// <summary>The XDG base directory specification: a relative path in the variable is ignored.</summary>
    private static string DataDirectory(CliEnvironment environment)
    {
        var data = Filled(environment, "XDG_DATA_HOME") is { } xdg && Path.IsPathRooted(xdg)
            ? xdg
            : Path.Combine(environment.HomeDirectory, ".local", "share");
        return Path.Combine(data, "workflows");
    }

    private static Option<string> CreateOutput()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "The result's form: table for people; json and yaml are a contract (docs/cli-output.md).",
            HelpName = "table|json|yaml",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("table", "json", "yaml");
        return option;
    }
}
