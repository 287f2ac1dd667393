using System.CommandLine;
using Workflows.Activities.Plans;
using Workflows.Api.Reading;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Remote;
using Workflows.Cli.Running;
using Workflows.Cli.Running.Results;
using Workflows.Core.Applications;
using Workflows.Core.Backups;
using Workflows.Core.Plans;

namespace Workflows.Cli.Commands.Backups;

/// <summary><c>workflows backup create</c>.</summary>
internal sealed class BackupCreateCommand : CliCommand
{
    private readonly Argument<string?> name = new("NAME")
    {
        Description = "The backup's name, new in its store: lower-case letters, digits, '-' and '.' "
            + "(default with --plan: the plan's name, with the time).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly PlanOption plan;
    private readonly ClusterOption cluster;

    private readonly SelectionOptions selection = new();
    private readonly SecretsOptions secrets = new();
    private readonly KeyOptions keys = new("to encrypt the backup with");

    private readonly Option<bool> includeVolumeData = new("--include-volume-data")
    {
        Description = "Back up the files in the volumes of claims too, by a pod beside each claim for as long as that takes.",
        Arity = ArgumentArity.Zero,
    };

    private readonly MoverOptions mover = new();

    private readonly VolumePolicyOptions policies = new();
    private readonly VolumeActionOption volumeAction = new();

    private readonly Option<string> ttl = new("--ttl")
    {
        Description = "How long the backup is to be kept: 720h, 30d, 1h30m (default: 30d).",
        HelpName = "TIME",
    };

    private readonly Option<bool?> oneRevision = new("--one-revision")
    {
        Description = "true reads every list at one revision of the cluster, so that the backup is of one moment "
            + "(default). false reads each list as it is when its turn comes, for servers before Kubernetes 1.19.",
        HelpName = "true|false",
    };

    private readonly HookOptions hooks = new(
        "true runs hooks: those that pods name in Velero's annotations, pre.hook.backup.velero.io/command and the like, and "
        + "those of --hooks: all pre hooks, then the moment that the backup shows, then each pod's post hooks as soon as the "
        + "data of its claims is in the backup (default). false runs none.",
        "Hooks for pods that name none, in YAML as Velero's spec.hooks: resources, with pre and post.");

    private readonly Option<string> applications = new("--applications")
    {
        Description = "Applications in YAML, as Backup for GKE's ProtectedApplication: what goes on only when the data of all its "
            + "claims is in the backup, its hooks, and whose data stands for whose.",
        HelpName = "FILE",
    };

    private readonly ServerOptions servers;

    public BackupCreateCommand(CliApplication application)
        : base(application, "create", "Backs up a cluster's objects, all at one moment in time.")
    {
        plan = new PlanOption(
            application,
            ResourceKind.BackupPlan,
            "Back up as this declared plan says, in place of the other options; retention then counts the backup as the plan's.");
        Arguments.Add(name);
        plan.AddTo(this);
        cluster = new ClusterOption(application);
        cluster.AddTo(this);
        selection.AddTo(this);
        secrets.AddTo(this);
        keys.AddTo(this);
        Options.Add(includeVolumeData);
        policies.AddTo(this);
        mover.AddTo(this);
        volumeAction.AddTo(this);
        Options.Add(ttl);
        Options.Add(oneRevision);
        hooks.AddTo(this);
        Options.Add(applications);
        servers = new([.. selection.Names, "--include-secrets", "--exclude-secrets", "--include-volume-data", "--volume-action", "--ttl",
            "--one-revision", "--run-hooks", "--context"]);
        servers.AddTo(this);
    }

    public override string Changes =>
        "adds a backup to the store. The cluster is only read, but for the hooks that run in its pods and the Jobs and "
        + "snapshots that --include-volume-data makes of claims; those that are not the backup's data are removed again. "
        + "A run that is stopped or killed leaves its journal in "
        + "the state folder, and 'workflows resume' continues it.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows backup create nightly --include-secrets", "everything in the current context's cluster"),
        new("workflows backup create nightly --key-file ~/workflows.key", "the same, encrypted"),
        new("workflows backup create nightly --cluster prod --key-vault https://v.vault.azure.net/keys/backups",
            "a declared cluster, with a key in Azure Key Vault"),
        new("workflows backup create shop --include-namespaces shop,shop-* --exclude-secrets --ttl 30d", "some namespaces"),
        new("workflows backup create nightly --key-file K --include-volume-data --mover-image registry.example.com/workflows-mover:1",
            "with the files in volumes"),
        new("workflows backup create shop --key-file K --hooks hooks.yaml", "with hooks for pods that name none themselves"),
        new("workflows backup create shop --include-namespaces shop --key-file K --include-volume-data --volume-policies volumes.yaml",
            "the same, with a say for each kind of volume"),
        new("workflows backup create nightly --key-file K --include-volume-data --volume-action snapshot", "with snapshots of volumes"),
        new("workflows backup create --plan nightly", "as 'workflows apply' declared it"),
        new("workflows backup create nightly --include-secrets --server https://backups.example.com:8642 --server-token-file T",
            "by a service, with its store and key"),
        new("workflows backup create pre-upgrade --context prod --include-secrets -o json", "for a script"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var server = servers.Find(context);
        if (server is not null)
        {
            return BackupRunResult.Of(await new FollowedRun(context, server).RunAsync<BackupCreatedDocument>(
                "backup", NameOf(context.Parse), RequestFor(context), cancellationToken));
        }

        if (plan.Read(context, this) is { } planned)
        {
            return await PlanBackup.RunAsync(context, mover, planned, context.Parse.GetValue(name), cancellationToken);
        }

        var spec = SpecLimits.Checked(await ReadAsync(context, cancellationToken), context.Services.LongestHook);
        var run = RunRequest.Of(spec);
        var executor = new RunExecutor(context);
        var state = await executor.RunAsync(run, cancellationToken);
        return await BackupRunResult.CreateAsync(executor, spec, state, cancellationToken);
    }

    private string NameOf(ParseResult parse) => Names.Require("backup", parse.GetValue(name) ?? throw new UsageException(
        "A backup needs a name, or a plan that gives it one: --plan."));

    /// <summary>The same for a service: what is not said is left to it.</summary>
    private object RequestFor(CommandContext context)
    {
        var parse = context.Parse;
        var keep = parse.GetValue(ttl);
        _ = keep is null ? default : Ttl.Parse(keep);
        return new
        {
            Name = NameOf(parse),
            context.Settings.Context,
            Selection = SelectionDocument.Of(selection.Read(parse)),
            IncludeSecrets = secrets.ReadSaid(parse),
            Ttl = keep,
            OneRevision = parse.GetValue(oneRevision),
            RunHooks = hooks.AreRun(parse),
            IncludeVolumeData = parse.GetValue(includeVolumeData),
            VolumeAction = volumeAction.ReadWord(parse),
        };
    }

    private async Task<ApplicationRules> HooksAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var together = await hooks.ReadFileAsync(context, applications, RuleReader.BackupApplications, cancellationToken)
            ?? ApplicationRules.None;
        var alone = await hooks.ReadFileAsync(context, RuleReader.BackupHooks, cancellationToken) ?? [];
        return together with { Hooks = [.. together.Hooks, .. alone] };
    }

    /// <summary>Everything that can be wrong is found here, before anything is created.</summary>
    private async Task<BackupSpec> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var backup = NameOf(parse);
        var selected = selection.Read(parse);
        var key = keys.Read(context);
        var includeSecrets = secrets.Read(parse, key is not null);
        var (volumePolicies, volumesByDefault) = await policies.ReadAsync(
            context, parse.GetValue(includeVolumeData), cancellationToken);
        var moving = volumeAction.Read(context, mover, parse.GetValue(includeVolumeData), volumePolicies);
        var keep = parse.GetValue(ttl) is { } text ? Ttl.Parse(text) : KeepTime.Usual;
        var applied = await HooksAsync(context, cancellationToken);
        RunGate.ThrowIfTaken(context, RunKind.Backup, backup, RunRequest.BackupId(backup, context.Settings.Store));
        await new StoredBackups(context.Settings.Store).ThrowIfExistsAsync(backup, cancellationToken);
        return new BackupSpec
        {
            Name = backup,
            Store = context.Settings.Store,
            Selection = selected,
            IncludeSecrets = includeSecrets,
            Key = key?.Reference,
            Mover = moving,
            VolumePolicies = volumePolicies,
            DefaultVolumesToFsBackup = volumesByDefault,
            Ttl = keep,
            OneRevision = parse.GetValue(oneRevision) ?? true,
            RunHooks = hooks.AreRun(parse),
            Hooks = applied.Hooks,
            Components = applied.Components,
            Cluster = await cluster.CheckedAsync(context, cancellationToken),
        };
    }
}
