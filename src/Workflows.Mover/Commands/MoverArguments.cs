using System.Globalization;
using Workflows.Core.Errors;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Commands;

/// <summary>What the program was started with. None of it is secret: anybody may see the list of processes.</summary>
internal sealed record MoverArguments
{
    public const string Usage = """
        usage: workflows-mover backup  --path DIR [OPTION...]
               workflows-mover restore --path DIR [OPTION...]
               workflows-mover receive [--socket PATH]
               workflows-mover --version | --help

        Reads or writes one volume of a Kubernetes cluster: the program in the pod beside a claim. It waits on a socket
        until `workflows` hands over what to do and what lets it into the store; `receive`, run in the same container,
        brings that from its standard input to the socket, and the answer to its standard output.

          --path DIR              where the volume is mounted
          --socket PATH           where to wait (/run/workflows/mover.sock)
          --spool DIR             room for the list of the volume's entries (/run/workflows)
          --store-folder DIR      where a store that is a folder is mounted
          --termination-log FILE  told how it ended, if it is there (/dev/termination-log)
          --wait MINUTES          how long nothing may be handed over (60)
          --patience MINUTES      how long the store may be away (60)

        The log, on standard output, is lines of JSON. Exit codes: 0 done, 1 failed, 2 usage, 130 and 143 told to end.
        """;

    public required MoverCommand Command { get; init; }

    public string Path { get; init; } = "";

    public string Socket { get; init; } = "/run/workflows/mover.sock";

    public string Spool { get; init; } = "/run/workflows";

    /// <summary>Null where the store is no folder, or has the same path here.</summary>
    public string? StoreFolder { get; init; }

    public string TerminationLog { get; init; } = "/dev/termination-log";

    /// <summary>How long nothing may be handed over.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the store may be away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromHours(1);

    /// <exception cref="HandoverException">They are none: <see cref="ErrorKind.Usage"/>.</exception>
    public static MoverArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new MoverArguments
        {
            Command = arguments switch
            {
                ["backup", ..] => MoverCommand.Backup,
                ["restore", ..] => MoverCommand.Restore,
                ["receive", ..] => MoverCommand.Receive,
                ["--version"] => MoverCommand.Version,
                ["--help" or "-h", ..] => MoverCommand.Help,
                [] => throw Wrong("Say what to do"),
                _ => throw Wrong($"Unknown: '{arguments[0]}'"),
            },
        };
        for (var index = 1; index < arguments.Count && parsed.Command != MoverCommand.Help; index += 2)
        {
            parsed = parsed.With(arguments[index], index + 1 < arguments.Count ? arguments[index + 1] : null);
        }

        return parsed is { Moves: true, Path.Length: 0 } ? throw Wrong("Say where the volume is: --path DIR") : parsed;
    }

    private bool Moves => Command is MoverCommand.Backup or MoverCommand.Restore;

    private MoverArguments With(string option, string? value) => (option, value) switch
    {
        ("--help" or "-h", _) => this with { Command = MoverCommand.Help },
        (_, null or "") => throw Wrong($"{option} needs a value"),
        ("--socket", _) => this with { Socket = value },
        ("--path", _) when Moves => this with { Path = value },
        ("--spool", _) when Moves => this with { Spool = value },
        ("--store-folder", _) when Moves => this with { StoreFolder = value },
        ("--termination-log", _) when Moves => this with { TerminationLog = value },
        ("--wait", _) when Moves => this with { Wait = Minutes(option, value) },
        ("--patience", _) when Moves => this with { Patience = Minutes(option, value) },
        _ => throw Wrong($"Unknown: '{option}'"),
    };

    /// <summary>A timer takes no more than seven weeks; a week is more than anybody waits.</summary>
    private static TimeSpan Minutes(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 10_080
            ? TimeSpan.FromMinutes(minutes)
            : throw Wrong($"{option} takes minutes, 1 to 10080, not '{value}'");

    private static HandoverException Wrong(string what) => new(ErrorKind.Usage, $"{what}. See workflows-mover --help.");
}
