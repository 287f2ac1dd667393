using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Resources;
using Workflows.Core.Selection;
using Workflows.Core.Volumes;
using Workflows.Core.Volumes.Policies;
using Workflows.Core.Volumes.Snapshots.Groups;

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

    private readonly Option<string> elsewhere = new("--mover-namespace")
    {
        Description = $"The namespace, which is there, in which the snapshots of {SnapshotAndMove} are read: for claims whose own "
            + "namespaces admit no mover (pod security, quotas). Who may run pods there can read them (default: each claim's own).",
        HelpName = "NAMESPACE",
    };

    private readonly Option<string> groupLabel = new("--volume-group-snapshot-label-key")
    {
        Description = "The label of claims whose value names the group that they are one of: where the driver can, the claims of "
            + $"a group are in one snapshot, of one moment; an empty one for no groups (default: {ClaimGroup.VeleroLabel}, Velero's).",
        HelpName = "LABEL",
    };

    public VolumeActionOption() => action.AcceptOnlyFromAmong(Filesystem, Snapshot, SnapshotAndMove);

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(action);
        command.Options.Add(elsewhere);
        command.Options.Add(groupLabel);
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
        var (named, ns, label) = (context.Parse.GetValue(action), context.Parse.GetValue(elsewhere), context.Parse.GetValue(groupLabel));
        if (!isAsked)
        {
            var needless = named is not null ? "--volume-action" : ns is not null ? "--mover-namespace" : null;
            return (needless ?? (label is null ? null : groupLabel.Name)) is { } alone
                ? throw new UsageException($"{alone} says how the data of volumes is backed up: it takes --include-volume-data.")
                : null;
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
        if (ns is not null && byDefault is not VolumeAction.SnapshotAndMove && policies?.Entries.Any(IsReadingSnapshots) != true)
        {
            throw new UsageException(
                $"--mover-namespace is where snapshots are read, and none is: it takes --volume-action {SnapshotAndMove}, or a policy of that action.");
        }

        if (ns is not null && !DnsName.IsLabel(ns))
        {
            throw new UsageException($"--mover-namespace: '{ns}' can't name a namespace.");
        }

        if (label is { Length: > 0 } && LabelSyntax.ProblemOfKey(label) is { } problem)
        {
            throw new UsageException($"{groupLabel.Name}: {problem}.");
        }

        return (needing is null ? mover.FindOrNone(context) : mover.Require(context, needing)) with
        {
            DefaultAction = byDefault,
            Namespace = ns,
            GroupLabel = label ?? ClaimGroup.VeleroLabel,
        };
    }

    private static bool IsReadingSnapshots(VolumePolicy policy) => policy.Action is VolumeAction.SnapshotAndMove;
}
