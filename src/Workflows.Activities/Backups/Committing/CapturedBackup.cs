using System.Text.Json;
using Workflows.Activities.Backups.Planning;
using Workflows.Activities.Hooks;
using Workflows.Activities.Volumes.Moving;
using Workflows.Archive.Manifests;
using Workflows.Core.Backups;
using Workflows.Core.Hooks;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
using Workflows.Core.Volumes;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;

namespace Workflows.Activities.Backups.Committing;

/// <summary>All that was captured of a backup, gathered from the records of its groups.</summary>
internal sealed class CapturedBackup
{
    private readonly List<CapturedRevision> mixed = [];

    private CapturedBackup(CommitBackupInput input, IReadOnlyList<Problem> planned)
    {
        Input = input;
        Problems.AddRange(planned);
    }

    public CommitBackupInput Input { get; }

    /// <summary>The parts in the order of the archive.</summary>
    public List<CapturedPart> Parts { get; } = [];

    /// <summary>The segments in the order of the archive.</summary>
    public IEnumerable<PartSegment> Segments => Parts.SelectMany(part => part.Segments);

    /// <summary>The revisions that the parts show, the backup's own first; none where lists show no revision.</summary>
    public IReadOnlyList<string> Revisions => !Input.Spec.OneRevision
        ? []
        : [.. Parts.Select(part => part.Revision).Prepend(Input.Plan.Revision).Distinct(StringComparer.Ordinal)];

    public List<Problem> Problems { get; } = [];

    /// <summary>What became of the data of claims; null where it was not asked for.</summary>
    public IReadOnlyList<ClaimOutcome>? Volumes { get; private set; }

    /// <summary>What became of the hooks, in the order in which they began to run.</summary>
    public List<HookOutcome> Hooks { get; } = [];

    public static async Task<CapturedBackup> ReadAsync(
        ActivityServices services, CommitBackupInput input, CancellationToken cancellationToken)
    {
        var documents = PlanDocuments.Create(services, input.Spec, input.Plan.PlanId);
        var captured = new CapturedBackup(input, await documents.ReadProblemsAsync(cancellationToken));
        if (!input.Spec.OneRevision)
        {
            captured.Problems.Add(new(
                ProblemSeverity.Warning, "backup", null, "Each list was read as it was when its turn came, as asked."));
        }

        await captured.AddHooksAsync(services, cancellationToken);
        foreach (var group in input.Groups)
        {
            await captured.AddAsync(documents, group, cancellationToken);
        }

        await captured.AddVolumesAsync(services, cancellationToken);
        captured.NoteHooksOfAnotherMoment();
        return captured;
    }

    public ArchiveManifestDraft ToDraft() => new()
    {
        BackupUid = Input.Plan.BackupUid,
        Name = Input.Spec.Name,
        StartedAt = Input.Plan.StartedAt,
        CompletedAt = Input.CompletedAt,
        Ttl = Input.Spec.Ttl,
        DeleteLock = Input.Spec.DeleteLock,
        Plan = Input.Spec.Plan,
        Source = new(Input.Plan.ServerVersion, Input.Plan.Revision)
        {
            ClusterUid = Input.Plan.ClusterUid,
            MixedRevisions = mixed,
        },
        Selection = JsonSerializer.SerializeToElement(
            new RecordedRequest(Input.Spec.Selection, Input.Spec.IncludeSecrets, Input.Spec.Cluster.Context),
            DurableJson.Options),
        VeleroFilters = VeleroFilters.Of(Input.Spec),
        Warnings = [.. Of(ProblemSeverity.Warning), .. MixedWarning()],
        Errors = Of(ProblemSeverity.Error),
        Volumes = Volumes is null ? null : [.. Volumes.Select(ArchivedClaim.Of)],
    };

    private async Task AddVolumesAsync(ActivityServices services, CancellationToken cancellationToken)
    {
        if (Input.Volumes is { } moved && VolumeRun.Of(Input.Spec, Input.Plan.BackupUid) is { } run)
        {
            Volumes = ClaimCopies.Resolve(await VolumeDocuments.Create(services, run)
                .ReadOutcomesAsync(moved.PlanId, moved.Groups, cancellationToken));
            Problems.AddRange(ClaimProblems.Of(MoverTask.Backup, Volumes, moved.Failure));
        }
    }

    private async Task AddHooksAsync(ActivityServices services, CancellationToken cancellationToken)
    {
        if (Input.Hooks == HookPlan.None)
        {
            return;
        }

        var report = await HookReport.ReadAsync(services, Input.Spec, Input.Hooks, cancellationToken);
        Hooks.AddRange(report.Outcomes);
        Problems.AddRange(report.Problems);
    }

    /// <summary>Hooks hold an application still for the backup's first revision.</summary>
    private void NoteHooksOfAnotherMoment()
    {
        if (Hooks.Count > 0 && (!Input.Spec.OneRevision || Parts.Exists(IsOfAnotherMoment)))
        {
            Problems.Add(new(
                ProblemSeverity.Warning,
                "pods",
                null,
                "Hooks ran around the moment when the backup began, and some lists show another."));
        }
    }

    private async Task AddAsync(PlanDocuments documents, CapturedGroup group, CancellationToken cancellationToken)
    {
        var parts = await documents.ReadCapturedAsync(group.Record, cancellationToken);
        Parts.AddRange(parts);
        foreach (var document in parts.SelectMany(part => part.Problems))
        {
            Problems.AddRange(await documents.ReadPartProblemsAsync(document, cancellationToken));
        }

        if (parts.Any(part => part.Unreadable || IsOfAnotherMoment(part)))
        {
            var planned = await documents.ReadGroupAsync(group.Group, cancellationToken);
            var slices = planned.ToDictionary(part => part.Number, part => part.Slices);
            NoteMixed(parts, slices);
            NoteUnreadable(parts, slices);
        }
    }

    /// <summary>Names what shows another moment than the rest, since no revision lived long enough for all.</summary>
    private void NoteMixed(
        IReadOnlyList<CapturedPart> parts, Dictionary<int, IReadOnlyList<CaptureSlice>> slices) =>
        mixed.AddRange(
            from part in parts
            where IsOfAnotherMoment(part)
            from slice in slices[part.Number]
            select new CapturedRevision(
                new GroupResource(slice.Plural, slice.Group).ToString(),
                slice.Namespace,
                part.Revision,
                "No revision lived until everything was read."));

    private void NoteUnreadable(
        IReadOnlyList<CapturedPart> parts, Dictionary<int, IReadOnlyList<CaptureSlice>> slices) =>
        Problems.AddRange(
            from part in parts
            where part.Unreadable
            from slice in slices[part.Number]
            select new Problem(
                ProblemSeverity.Error,
                new GroupResource(slice.Plural, slice.Group).ToString(),
                slice.Namespace,
                "Its revision was compacted each time before it could be read to the end."));

    /// <summary>That a list is empty is true of a moment, too. What could not be read at all is told apart.</summary>
    private bool IsOfAnotherMoment(CapturedPart part) =>
        Input.Spec.OneRevision && !part.Unreadable && part.Revision != Input.Plan.Revision;

    private IEnumerable<BackupProblem> MixedWarning() => mixed.Count == 0
        ? []
        : [new(null, null, $"{mixed.Count} lists show other revisions than {Input.Plan.Revision}: not one moment.")];

    private IReadOnlyList<BackupProblem> Of(ProblemSeverity severity) =>
    [
        .. Problems
            .Where(problem => problem.Severity == severity)
            .Select(problem => new BackupProblem(problem.Scope, problem.Namespace, problem.Message)),
    ];
}
