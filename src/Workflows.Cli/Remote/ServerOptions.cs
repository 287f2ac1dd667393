using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Workflows.Cli.Commands;
using Workflows.Cli.Errors;
using Workflows.Cli.Serving;

namespace Workflows.Cli.Remote;

/// <summary>The service that a command is carried out by, where it is not this process.</summary>
internal sealed class ServerOptions
{
    private const string Variable = "WORKFLOWS_TOKEN_FILE";

    /// <summary>What every command that a service carries out takes along: how the answer is shown.</summary>
    private static readonly string[] Always = ["--server", "--server-token-file", "--output", "--quiet", "--verbose"];

    private readonly Option<string> server = new("--server")
    {
        Description = "Let the service at this address do it, which 'workflows serve' started: https://HOST:PORT, or "
            + "http://localhost:PORT. Store, kubeconfig and key are the service's.",
        HelpName = "URL",
    };

    private readonly Option<string> tokenFile = new("--server-token-file")
    {
        Description = $"The service's token, in a file that you alone can read (default: {Variable}).",
        HelpName = "FILE",
    };

    private readonly string[] goesAlong;

    /// <param name="goesAlong">The options that a service can be asked with; it has its own of all others.</param>
    public ServerOptions(params string[] goesAlong) => this.goesAlong = goesAlong;

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(server);
        command.Options.Add(tokenFile);
    }

    /// <summary>A connection to the service that is meant; null where the command is carried out here.</summary>
    /// <exception cref="UsageException">The address is none, or an option is given that the service can't be asked with.</exception>
    public ServerConnection? Find(CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Parse.GetValue(server) is not { } text)
        {
            return context.Parse.GetValue(tokenFile) is null
                ? null
                : throw new UsageException("--server-token-file is for a service: give its address with --server.");
        }

        ThrowIfNotForServer(context.Parse);
        var path = context.Parse.GetValue(tokenFile) ?? context.Environment.Variable(Variable);
        return string.IsNullOrWhiteSpace(path)
            ? throw new UsageException($"A service takes a token: name its file with --server-token-file or {Variable}.")
            : new ServerConnection(
                AddressOf(text), TokenFile.ReadText(Path.GetFullPath(path, context.Environment.CurrentDirectory)), context.Environment.Time);
    }

    /// <summary>A token goes over no network in the clear.</summary>
    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsHere(address)))
            ? address
            : throw new UsageException($"--server can't take '{text}'; write https://HOST:PORT, or http://localhost:PORT for a service on this machine.");

    private static bool IsHere(Uri address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));

    private void ThrowIfNotForServer(ParseResult parse)
    {
        for (SymbolResult? result = parse.CommandResult; result is CommandResult command; result = command.Parent)
        {
            foreach (var option in command.Children.OfType<OptionResult>().Where(option => !option.Implicit).Select(option => option.Option.Name))
            {
                if (!Always.Contains(option, StringComparer.Ordinal) && !goesAlong.Contains(option, StringComparer.Ordinal))
                {
                    throw new UsageException($"{option} does not go with --server: a service has its own, or can't be asked for that. Leave it away.");
                }
            }
        }
    }
}
