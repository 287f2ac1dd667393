using System.Text.Json;
using Workflows.Activities.Backups.Planning;
using Workflows.Archive.Manifests;
using Workflows.Core.Backups;
using Workflows.Core.Reports;
using Workflows.Core.Resources;
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

    /// <summary>The segments in the order of the archive.</summary>
    public List<CapturedSegment> Segments { get; } = [];

    public List<Problem> Problems { get; } = [];

    public static async Task<CapturedBackup> ReadAsync(
        ActivityServices services, CommitBackupInput input, CancellationToken cancellationToken)
    {
        var documents = PlanDocuments.Create(services, input.Spec, input.Plan.PlanId);
        var captured = new CapturedBackup(input, await documents.ReadProblemsAsync(cancellationToken));
        foreach (var group in input.Groups)
        {
            var parts = await documents.ReadCapturedAsync(group.Record, cancellationToken);
            captured.Segments.AddRange(parts.SelectMany(part => part.Segments));
            captured.Problems.AddRange(parts.SelectMany(part => part.Problems));
            await captured.NoteLaterRevisionsAsync(documents, group, parts, cancellationToken);
        }

        return captured;
    }

    public ArchiveManifestDraft ToDraft() => new()
    {
        BackupUid = Input.Plan.BackupUid,
        Name = Input.Spec.Name,
        StartedAt = Input.Plan.StartedAt,
        CompletedAt = Input.CompletedAt,
        Ttl = Input.Spec.Ttl,
        Source = new(Input.Plan.ServerVersion, Input.Plan.Revision) { MixedRevisions = mixed },
        Selection = JsonSerializer.SerializeToElement(
            new RecordedRequest(Input.Spec.Selection, Input.Spec.IncludeSecrets, Input.Spec.Cluster.Context),
            DurableJson.Options),
        VeleroFilters = VeleroFilters.Of(Input.Spec),
        Warnings = Of(ProblemSeverity.Warning),
        Errors = Of(ProblemSeverity.Error),
    };

    /// <summary>Names what was read later than the rest, because the backup's own revision was compacted.</summary>
    private async Task NoteLaterRevisionsAsync(
        PlanDocuments documents,
        CapturedGroup group,
        IReadOnlyList<CapturedPart> parts,
        CancellationToken cancellationToken)
    {
        var later = parts
            .SelectMany(part => part.Segments.Select(segment => (part.Number, segment.Revision)))
            .Where(read => read.Revision != Input.Plan.Revision)
            .Distinct()
            .ToArray();
        if (later.Length == 0)
        {
            return;
        }

        var planned = (await documents.ReadGroupAsync(group.Group, cancellationToken)).ToDictionary(part => part.Number);
        mixed.AddRange(later.SelectMany(read => planned[read.Number].Slices.Select(slice => new CapturedRevision(
            new GroupResource(slice.Plural, slice.Group).ToString(),
            slice.Namespace,
            read.Revision,
            "The backup's revision was compacted before this was read."))));
    }

    private IReadOnlyList<BackupProblem> Of(ProblemSeverity severity) =>
    [
        .. Problems
            .Where(problem => problem.Severity == severity)
            .Select(problem => new BackupProblem(problem.Scope, problem.Namespace, problem.Message)),
    ];
}
