using System.CommandLine;
using Workflows.Api.Reading;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Serving;

namespace Workflows.Cli.Commands;

/// <summary><c>workflows serve</c>.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Option<string> listen = new("--listen")
    {
        Description = "Where to listen: localhost:PORT, or an address, which other machines reach only with TLS "
            + $"(default: {ListenAddress.Default}). Port 0 lets the system choose.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<string> tokenFile = File(
        "--token-file",
        "The token that callers send: one line in a file that only its owner can read. A file that is not there is made, with a "
        + "random token; one that changes is read again (default: serve.token in the state folder, or no token with --client-ca).");

    private readonly Option<string> certificate = File("--tls-cert", "The service's certificate with those between it and its root, in PEM.");
    private readonly Option<string> privateKey = File("--tls-key", "The certificate's key, in PEM, without a password.");

    private readonly Option<string> clientAuthority = File(
        "--client-ca", "Certificates in PEM: clients with a certificate of one of them are let in without a token.");

    private readonly KeyOptions keys = new("that backups are encrypted with");
    private readonly MoverOptions mover = new();

    private readonly Option<string> eventsTo = new("--events-to")
    {
        Description = "Where others are told what happened, as CloudEvents: a custom topic of Azure Event Grid, which is asked with this host's "
            + "Azure identity, or any https:// address (default: nobody is told).",
        HelpName = "URL",
    };

    private readonly Option<string> eventsToken = File(
        "--events-token-file", "The token that --events-to takes: one line in a file that only its owner can read. It is read for each event.");

    private readonly Option<string> stopLimit = new("--stop-limit")
    {
        Description = "How long requests and activities may take to end when the service is stopped: 30s, 2m (default: 30s).",
        HelpName = "TIME",
    };

    private readonly Option<string> keepInstances = new("--keep-instances")
    {
        Description = "How long the service can be asked about instances that have ended (default: 30d).",
        HelpName = "TIME",
    };

    public ServeCommand(CliApplication application)
        : base(application, "serve", "Serves backups and restores over HTTP, and continues what it left unfinished.")
    {
        Options.Add(listen);
        Options.Add(tokenFile);
        Options.Add(certificate);
        Options.Add(privateKey);
        Options.Add(clientAuthority);
        keys.AddTo(this);
        mover.AddTo(this);
        Options.Add(eventsTo);
        Options.Add(eventsToken);
        Options.Add(stopLimit);
        Options.Add(keepInstances);
    }

    public override string Changes =>
        "what callers ask for, as 'backup create', 'backup delete' and 'restore create' do. It keeps its journals, and the token that it "
        + "makes, in the state folder. SIGTERM and Ctrl-C stop it in order; what is unfinished goes on with the next start.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows serve", "for this machine; the token is in the state folder"),
        new("workflows serve --key-file K --mover-image registry.example.com/workflows-mover:1", "encrypted backups, with the files in volumes"),
        new("workflows serve --listen 0.0.0.0:8642 --tls-cert tls.crt --tls-key tls.key --client-ca clients.crt",
            "for others, who are known by their certificates"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var service = await WorkflowService.StartAsync(context, Read(context), cancellationToken);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(asked.SetResult);
        await await Task.WhenAny(asked.Task, service.Completion);
        await service.StopAsync();
        return CommandResult.AlreadyWritten;
    }

    private static Option<string> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private ServeSettings Read(CommandContext context)
    {
        var parse = context.Parse;
        var address = ListenAddress.Parse(parse.GetValue(listen) ?? ListenAddress.Default);
        var authority = PathOf(context, clientAuthority);
        (string, string, string?)? tls = (PathOf(context, certificate), PathOf(context, privateKey)) switch
        {
            ({ } cert, { } key) => (cert, key, authority),
            (null, null) when authority is null => null,
            (null, null) => throw new UsageException("--client-ca takes TLS: give --tls-cert and --tls-key."),
            _ => throw new UsageException("--tls-cert and --tls-key belong together: give both."),
        };
        if (!address.IsLoopback && tls is null)
        {
            throw new UsageException(
                $"--listen {address.Host}:{address.Port} can be reached from other machines, and without TLS whoever is on the way reads the token "
                + "and may change what is asked for. Give --tls-cert and --tls-key, or listen on localhost.");
        }

        _ = keys.Read(context);
        return new ServeSettings
        {
            Listen = address,
            TokenFile = PathOf(context, tokenFile)
                ?? (authority is null ? Path.Combine(context.Settings.StateDirectory, "serve.token") : null),
            Tls = tls,

            // For all: backups without a key are read all the same.
            FindKey = () => keys.Read(context) is { } key ? key with { IsForAll = true } : null,
            Mover = mover.FindOrNone(context),
            Events = EventsOf(context),
            StopLimit = TimeOf(parse, stopLimit) ?? TimeSpan.FromSeconds(30),
            KeepInstances = TimeOf(parse, keepInstances) ?? TimeSpan.FromDays(30),
        };
    }

    private (string Address, string? TokenFile)? EventsOf(CommandContext context) =>
        (context.Parse.GetValue(eventsTo), PathOf(context, eventsToken)) switch
        {
            ({ } address, var file) => (address, file),
            (null, null) => null,
            _ => throw new UsageException("--events-token-file is for --events-to: give both."),
        };

    private static string? PathOf(CommandContext context, Option<string> option) => context.Parse.GetValue(option) switch
    {
        null => null,
        { } named when string.IsNullOrWhiteSpace(named) => throw new UsageException($"{option.Name} names no file: it is empty."),
        { } named => Path.GetFullPath(named, context.Environment.CurrentDirectory),
    };

    private static TimeSpan? TimeOf(ParseResult parse, Option<string> option) => parse.GetValue(option) switch
    {
        null => null,
        { } text when KeepTime.TryParse(text, out var time) => time,
        { } text => throw new UsageException($"{option.Name} can't read '{text}'; write a length of time such as 30s, 2m or 30d."),
    };
}
