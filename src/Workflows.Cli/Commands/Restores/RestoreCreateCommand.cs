using System.CommandLine;
using System.Globalization;
using Workflows.Activities.Plans;
using Workflows.Cli.Commands.Backups;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Remote;
using Workflows.Cli.Running;
using Workflows.Cli.Running.Results;
using Workflows.Core.Hooks;
using Workflows.Core.Plans;
using Workflows.Core.Restores;

namespace Workflows.Cli.Commands.Restores;

/// <summary><c>workflows restore create</c>.</summary>
internal sealed class RestoreCreateCommand : CliCommand
{
    private readonly Argument<string?> name = new("NAME")
    {
        Description = "The restore's name, new in its store (default: the backup's, with the time).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> fromBackup;
    private readonly PlanOption plan;
    private readonly ClusterOption cluster;
    private readonly KeyOptions keys = new("of an encrypted backup");
    private readonly SelectionOptions selection = new();
    private readonly NamespaceMappings mappings = new();
    private readonly ClaimChangeOptions claimChanges = new();
    private readonly VolumeScopeOptions volumeScope = new();

    private readonly VolumeDataOption volumeData = new();

    private readonly HookOptions hooks = new(
        "true runs hooks: those that pods name in Velero's annotations, post.hook.restore.velero.io/command and "
        + "init.hook.restore.velero.io/command and the like, and those of --hooks; in pods that controllers make of what is "
        + "restored, too (default). false runs none.",
        "Hooks for pods that name none, in YAML as Velero's spec.hooks: resources, with postHooks.");

    private readonly Option<string> applications = new("--applications")
    {
        Description = "Applications in YAML, as Backup for GKE's ProtectedApplication: what loads the data that their backup "
            + "dumped. Their namespaces are those that is restored to.",
        HelpName = "FILE",
    };

    private readonly Option<string> conflict = new("--conflict")
    {
        Description = "An object that is there and differs: skip leaves it as it is, update makes it as archived "
            + "(default: skip).",
        HelpName = "skip|update",
    };

    private readonly Option<bool> preserveNodePorts = new("--preserve-node-ports")
    {
        Description = "Ask for the node ports that the old server had chosen.",
        Arity = ArgumentArity.Zero,
    };

    private readonly ServerOptions servers;

    public RestoreCreateCommand(CliApplication application)
        : base(application, "create", "Restores a backup into a cluster, then compares the cluster with the backup.")
    {
        fromBackup = BackupNameArgument.CreateOption(application);
        plan = new PlanOption(
            application,
            ResourceKind.RestorePlan,
            "Restore as this declared plan says, in place of the other options: the last good backup of its backup plan, or --from-backup.",
            fromBackup.Name);
        conflict.AcceptOnlyFromAmong("skip", "update");
        Arguments.Add(name);
        Options.Add(fromBackup);
        plan.AddTo(this);
        cluster = new ClusterOption(application);
        cluster.AddTo(this);
        Options.Add(conflict);
        mappings.AddTo(this);
        selection.AddTo(this);
        keys.AddTo(this);
        volumeData.AddTo(this);
        claimChanges.AddTo(this);
        volumeScope.AddTo(this);
        Options.Add(preserveNodePorts);
        hooks.AddTo(this);
        Options.Add(applications);
        servers = new([.. selection.Names, "--from-backup", "--conflict", "--namespace-mappings", "--storage-class-mappings",
            "--volume-data-policy", "--preserve-node-ports", "--run-hooks", "--context"]);
        servers.AddTo(this);
    }

    public override string Changes =>
        "creates objects in the cluster, each labelled with the names of the backup and the restore; existing objects "
        + "are changed only with --conflict update; nothing is deleted. Data of volumes is written into claims that "
        + "the restore itself created, by Jobs that it removes again, or comes from snapshots. Hooks run in pods that the restore "
        + "brought. The restore's report is added to the store.";

    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("workflows restore create --from-backup nightly --context green", "all of it, into another cluster"),
        new("workflows restore create --from-backup nightly --include-namespaces shop --namespace-mappings shop:shop-copy",
            "one namespace, beside the living one"),
        new("workflows restore create --from-backup nightly --mover-image registry.example.com/workflows-mover:1",
            "with the data of volumes, if the backup holds it"),
        new("workflows restore create --from-backup nightly --storage-class-mappings gp2:managed-csi --claim-size shop/data=50Gi",
            "into the storage that another provider has"),
        new("workflows restore create --from-backup nightly --claim shop/data --into shop/data-of-monday", "one claim beside the living one"),
        new("workflows restore create --from-backup nightly --hooks hooks.yaml", "with hooks for pods that name none themselves"),
        new("workflows restore create --plan to-green", "as 'workflows apply' declared it"),
        new("workflows restore create fix --from-backup nightly --context green --server https://backups.example.com:8642",
            "by a service, from its store"),
        new("workflows restore create fix --from-backup nightly --conflict update", "put back what was changed"),
    ];

    public override async Task<CommandResult> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var server = servers.Find(context);
        if (server is not null)
        {
            var named = Names.Require(
                "restore", context.Parse.GetValue(name) ?? DefaultName(context, BackupOf(context.Parse)));
            return RestoreRunResult.Of(await new FollowedRun(context, server).RunAsync<RestoreCreatedDocument>(
                "restore", named, RequestFor(context, named), cancellationToken));
        }

        var spec = plan.Read(context, this) is { } planned
            ? await ReadPlanAsync(context, planned, cancellationToken)
            : SpecLimits.Checked(await ReadAsync(context, cancellationToken), context.Services.LongestHook);
        var run = RunRequest.Of(spec);
        var executor = new RunExecutor(context);
        var state = await executor.RunAsync(run, cancellationToken);
        return await RestoreRunResult.CreateAsync(executor, spec, state, cancellationToken);
    }

    /// <summary>The same of what a plan declares.</summary>
    private async Task<RestoreSpec> ReadPlanAsync(CommandContext context, string planned, CancellationToken cancellationToken)
    {
        var spec = await PlanOption.Specs(context, volumeData.Mover).RestoreAsync(
            planned,
            backup => Names.Require("restore", context.Parse.GetValue(name) ?? DefaultName(context, backup)),
            context.Parse.GetValue(fromBackup),
            cancellationToken);
        RunGate.ThrowIfTaken(context, RunKind.Restore, spec.Name, RunRequest.RestoreId(spec.Name, spec.Store));
        await new StoredRestores(spec.Store).ThrowIfExistsAsync(spec.Name, cancellationToken);
        await context.Services.CheckCluster(spec.Cluster, cancellationToken);
        return spec;
    }

    /// <summary>The same for a service: what is not said is left to it.</summary>
    private object RequestFor(CommandContext context, string named)
    {
        var parse = context.Parse;
        return new
        {
            Name = named,
            Backup = BackupOf(parse),
            context.Settings.Context,
            Selection = SelectionDocument.Of(selection.Read(parse)),
            NamespaceMappings = mappings.Read(parse),
            StorageClassMappings = claimChanges.Read(parse).StorageClasses,
            Conflict = parse.GetValue(conflict),
            PreserveNodePorts = parse.GetValue(preserveNodePorts),
            RunHooks = hooks.AreRun(parse),
            VolumeDataPolicy = volumeData.ReadWord(parse),
        };
    }

    /// <summary>Everything that can be wrong is found here, before anything is created.</summary>
    private async Task<RestoreSpec> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var parse = context.Parse;
        var backupName = BackupOf(parse);
        var restore = Names.Require("restore", parse.GetValue(name) ?? DefaultName(context, backupName));
        var copy = volumeScope.ReadCopy(parse);
        var selected = volumeScope.Narrow(parse, selection.Read(parse), copy);
        var mapped = MappingsWith(copy, mappings.Read(parse));
        var changes = claimChanges.Read(parse) with { Copy = copy };
        var mode = ConflictOf(parse, copy);
        var rules = await RulesAsync(context, cancellationToken);
        RunGate.ThrowIfTaken(context, RunKind.Restore, restore, RunRequest.RestoreId(restore, context.Settings.Store));
        var key = keys.Read(context);
        var backup = await new StoredBackups(context.Settings.Store, key).RequireAsync(backupName, cancellationToken);
        if (copy is not null)
        {
            backup.RequireDataOf(copy.From);
        }

        var (volumes, mover) = volumeData.Read(context, backup.Document.Name, backup.HasVolumeData, backup.HasVolumeFiles);
        RequireData(parse, backup, volumes, copy);
        await new StoredRestores(context.Settings.Store).ThrowIfExistsAsync(restore, cancellationToken);
        return new RestoreSpec
        {
            Name = restore,
            Backup = backup.Document.Name,
            Store = context.Settings.Store,
            Key = backup.IsEncrypted ? key?.Reference : null,
            VolumeData = volumes,
            Mover = mover,
            Selection = selected,
            NamespaceMappings = mapped,
            Claims = changes,
            Conflict = mode,
            PreserveNodePorts = parse.GetValue(preserveNodePorts),
            RunHooks = hooks.AreRun(parse),
            Hooks = rules,
            Cluster = await cluster.CheckedAsync(context, cancellationToken),
        };
    }

    private string BackupOf(ParseResult parse) => parse.GetValue(fromBackup) ?? throw new UsageException(
        "Say what is restored: --from-backup NAME, or --plan for a declared plan.");

    private async Task<IReadOnlyList<HookRule>> RulesAsync(CommandContext context, CancellationToken cancellationToken)
    {
        return
        [
            .. await hooks.ReadFileAsync(context, applications, RuleReader.RestoreApplications, cancellationToken) ?? [],
            .. await hooks.ReadFileAsync(context, RuleReader.RestoreHooks, cancellationToken) ?? [],
        ];
    }

    /// <summary>The namespace of the one claim that is restored is mapped by where it goes.</summary>
    private static IReadOnlyDictionary<string, string> MappingsWith(ClaimCopy? copy, IReadOnlyDictionary<string, string> mapped)
    {
        if (copy is null)
        {
            return mapped;
        }

        return mapped.Count > 0
            ? throw new UsageException("--into says where the claim goes that --claim names; leave --namespace-mappings away.")
            : new Dictionary<string, string>(StringComparer.Ordinal) { [copy.From.Namespace] = copy.Into.Namespace };
    }

    private ConflictMode ConflictOf(ParseResult parse, ClaimCopy? copy) => (parse.GetValue(conflict), copy) switch
    {
        ("update", not null) => throw new UsageException(
            "--claim makes a new claim and updates none; leave --conflict away."),
        ("update", null) => ConflictMode.Update,
        _ => ConflictMode.Skip,
    };

    /// <summary>Who restores volumes alone wants what is in them.</summary>
    private void RequireData(ParseResult parse, StoredBackup backup, VolumeDataPolicy volumes, ClaimCopy? copy)
    {
        if (copy is not null && volumes is not VolumeDataPolicy.RestoreData)
        {
            throw new UsageException("--claim restores a claim with its data; leave --volume-data-policy away.");
        }

        if (volumes is VolumeDataPolicy.RestoreData && volumeScope.IsGiven(parse) && !backup.HasVolumeData)
        {
            throw new NothingFoundException(
                $"Backup '{backup.Document.Name}' holds the data of no volume: there is nothing to restore with --volumes-only. "
                + "--volume-data-policy reuse-handle restores volumes whose storage is still there.");
        }
    }

    /// <summary>As Velero names them: the backup's name and the second.</summary>
    private static string DefaultName(CommandContext context, string backup) =>
        $"{backup}-{context.Environment.Time.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}";
}
