using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Cli.Commands.Options;

/// <summary>How the data of claims gets into a backup.</summary>
internal sealed class VolumeActionOption
{
    private const string Filesystem = "filesystem";

    private const string Snapshot = "snapshot";

    private const string SnapshotAndMove = "snapshot+move";

    private readonly Option<string> action = new("--volume-action")
    {
        Description = "filesystem reads the files of volumes as they are; snapshot takes CSI snapshots, which stay with the "
            + "storage system; snapshot+move reads the files of such a snapshot and removes it (default: filesystem).",
        HelpName = $"{Filesystem}|{Snapshot}|{SnapshotAndMove}",
    };

    public VolumeActionOption() => action.AcceptOnlyFromAmong(Filesystem, Snapshot, SnapshotAndMove);

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(action);
    }

    /// <summary>What is named, as a service is asked for it; null where nothing is.</summary>
    public string? ReadWord(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return parse.GetValue(action) switch
        {
            SnapshotAndMove => "snapshotAndMove",
            var other => other,
        };
    }

    /// <param name="context">The command.</param>
    /// <param name="mover">Which image moves files.</param>
    /// <param name="isAsked">Whether the data of claims is asked for.</param>
    /// <param name="policies">What is done with some of them; null for nothing else than with the others.</param>
    /// <returns>Null where it is not.</returns>
    /// <exception cref="UsageException">An action is named for nothing, or files are to be moved by no image.</exception>
    public MoverSettings? Read(CommandContext context, MoverOptions mover, bool isAsked, VolumePolicies? policies)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(mover);
        var named = context.Parse.GetValue(action);
        if (!isAsked)
        {
            return named is null
                ? null
                : throw new UsageException("--volume-action says how the data of volumes is backed up: it takes --include-volume-data.");
        }

        var byDefault = named switch
        {
            Snapshot => VolumeAction.Snapshot,
            SnapshotAndMove => VolumeAction.SnapshotAndMove,
            _ => VolumeAction.Filesystem,
        };
        var needing = byDefault is not VolumeAction.Snapshot
            ? named is null ? "--include-volume-data" : $"--volume-action {named}"
            : policies?.MoveFiles() == true ? "A policy that moves files" : null;
        return (needing is null ? mover.FindOrNone(context) : mover.Require(context, needing)) with { DefaultAction = byDefault };
    }
}
