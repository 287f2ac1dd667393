using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Core.Restores;
using Workflows.Core.Volumes;

namespace Workflows.Cli.Commands.Options;

/// <summary>What a restore makes of the data of claims.</summary>
internal sealed class VolumeDataOption
{
    private const string RestoreData = "restore-data";

    private const string ReuseHandle = "reuse-handle";

    private const string NoData = "no-data";

    private readonly Option<string> policy = new("--volume-data-policy")
    {
        Description = "restore-data puts the data that the backup holds into new volumes; reuse-handle restores volumes "
            + "whose storage is still there as they are; no-data gives every claim a new, empty volume (default: restore-data).",
        HelpName = $"{RestoreData}|{ReuseHandle}|{NoData}",
    };

    /// <summary>Which image moves that data.</summary>
    public MoverOptions Mover { get; } = new();

    public VolumeDataOption() => policy.AcceptOnlyFromAmong(RestoreData, ReuseHandle, NoData);

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(policy);
        Mover.AddTo(command);
    }

    /// <summary>What is named, as a service is asked for it; null where nothing is.</summary>
    public string? ReadWord(ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return parse.GetValue(policy) switch
        {
            RestoreData => "restoreData",
            ReuseHandle => "reuseHandle",
            NoData => "noData",
            _ => null,
        };
    }

    /// <param name="context">The command.</param>
    /// <param name="backup">The backup's name.</param>
    /// <param name="hasData">Whether the backup holds the data of claims.</param>
    /// <param name="hasFiles">Whether it holds any of it as files, which a pod must write.</param>
    /// <exception cref="UsageException">Data is to be restored, and no image is named that does it.</exception>
    public (VolumeDataPolicy Policy, MoverSettings? Mover) Read(CommandContext context, string backup, bool hasData, bool hasFiles)
    {
        ArgumentNullException.ThrowIfNull(context);
        var chosen = context.Parse.GetValue(policy) switch
        {
            ReuseHandle => VolumeDataPolicy.ReuseHandle,
            NoData => VolumeDataPolicy.NoData,
            _ => VolumeDataPolicy.RestoreData,
        };
        if (chosen is not VolumeDataPolicy.RestoreData || !hasData)
        {
            return (chosen, null);
        }

        return (chosen, hasFiles
            ? Mover.Require(context, $"To restore the data of volumes, which backup '{backup}' holds (--volume-data-policy {NoData} does without),")
            : Mover.FindOrNone(context));
    }
}
