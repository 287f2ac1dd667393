using Workflows.Cli.Commands.Options;
using Workflows.Cli.Output;
using Workflows.Cli.Running;
using Workflows.Cli.Running.Results;
using Workflows.Core.Backups;
using Workflows.Core.Schedules;

namespace Workflows.Cli.Commands.Backups;

/// <summary>A backup by a declared plan, run in this process.</summary>
internal static class PlanBackup
{
    /// <param name="context">The command.</param>
    /// <param name="mover">Which image moves the data of claims.</param>
    /// <param name="plan">The plan's name.</param>
    /// <param name="name">What the backup is to be called; null for the plan's name with the time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<CommandResult> RunAsync(
        CommandContext context, MoverOptions mover, string plan, string? name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var spec = await ReadAsync(context, mover, plan, name, cancellationToken);
        var executor = new RunExecutor(context);
        var state = await executor.RunAsync(RunRequest.Of(spec), cancellationToken);
        return await BackupRunResult.CreateAsync(executor, spec, state, cancellationToken);
    }

    /// <summary>Everything that can be wrong is found here, before anything is created.</summary>
    private static async Task<BackupSpec> ReadAsync(
        CommandContext context, MoverOptions mover, string plan, string? name, CancellationToken cancellationToken)
    {
        var backup = Names.Require("backup", name ?? RunName.For(plan, context.Environment.Time.GetUtcNow()));
        var spec = await PlanOption.Specs(context, mover).BackupAsync(plan, backup, cancellationToken);
        RunGate.ThrowIfTaken(context, RunKind.Backup, backup, RunRequest.BackupId(backup, spec.Store));
        await new StoredBackups(spec.Store).ThrowIfExistsAsync(backup, cancellationToken);
        await context.Services.CheckCluster(spec.Cluster, cancellationToken);
        return spec;
    }
}
