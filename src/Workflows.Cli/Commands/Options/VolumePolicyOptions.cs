using System.CommandLine;
using Workflows.Cli.Errors;
using Workflows.Cli.Files;
using Workflows.Core.Plans;
using Workflows.Core.Volumes.Policies;

namespace Workflows.Cli.Commands.Options;

/// <summary>Which claims' data a backup takes, and how.</summary>
internal sealed class VolumePolicyOptions
{
    /// <summary>A run's journal repeats what was asked for: policies must not be what it consists of.</summary>
    private const int LongestFile = 16 << 10;

    private readonly Option<string> file = new("--volume-policies")
    {
        Description = "A YAML file that says by storage class, driver, size, label and the like how a claim's data is backed "
            + "up, or that it is not: Velero's resource policies. The first policy that holds counts.",
        HelpName = "FILE",
    };

    private readonly Option<bool?> byDefault = new("--default-volumes-to-fs-backup")
    {
        Description = "Of claims that no policy speaks of, true takes all but those that pods exclude with the annotation "
            + $"{VolumeRule.ExcludedVolumes} (default); false only those that pods name with {VolumeRule.IncludedVolumes}.",
        HelpName = "true|false",
    };

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(file);
        command.Options.Add(byDefault);
    }

    /// <param name="context">The command.</param>
    /// <param name="takesData">Whether the data of claims is backed up at all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">The file is not there or not understood, or there is nothing that it could be about.</exception>
    public async Task<(VolumePolicies? Policies, bool ByDefault)> ReadAsync(
        CommandContext context, bool takesData, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (named, takesAll) = (context.Parse.GetValue(file), context.Parse.GetValue(byDefault));
        if (!takesData && (named is not null || takesAll is not null))
        {
            throw new UsageException(
                $"{(named is null ? byDefault.Name : file.Name)} is about the data of claims, which --include-volume-data backs up: "
                + "give both or neither.");
        }

        if (named is not null && string.IsNullOrWhiteSpace(named))
        {
            throw new UsageException("--volume-policies names no file: it is empty.");
        }

        return (named is null ? null : await ReadAsync(Path.GetFullPath(named, context.Environment.CurrentDirectory), cancellationToken), takesAll ?? true);
    }

    private static async Task<VolumePolicies> ReadAsync(string path, CancellationToken cancellationToken) =>
        RuleReader.VolumePolicies(await TextFile.ReadAsync(path, LongestFile, cancellationToken), path);
}
