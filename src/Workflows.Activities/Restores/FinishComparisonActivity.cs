using Workflows.Activities.Restores.Planning;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Restores;

/// <summary>Gathers what the chunks found, as much of it as a history entry may hold.</summary>
public sealed class FinishComparisonActivity(ActivityServices services)
    : Activity<FinishComparisonInput, ComparisonSummary>
{
    private const int MaxShown = 50;

    private const int MaxFields = 5;

    /// <inheritdoc/>
    public override async Task<ComparisonSummary> RunAsync(
        ActivityContext context, FinishComparisonInput input, CancellationToken cancellationToken)
    {
        var documents = RestoreDocuments.Create(services, input.Spec, input.Plan.PlanId);
        var first = new List<ObjectDifference>();
        await foreach (var differences in documents.ReadComparedAsync(cancellationToken))
        {
            first.AddRange(differences);
            if (first.Count >= MaxShown)
            {
                break;
            }
        }

        return new(
            input.Spec.Backup,
            input.Comparison,
            input.Plan.Objects + input.Plan.NotRestored.Total - input.Comparison.Compared,
            [.. first.Take(MaxShown).Select(difference => difference with { Fields = Shorten(difference.Fields) })]);
    }

    private static IReadOnlyList<string> Shorten(IReadOnlyList<string> fields) =>
        fields.Count <= MaxFields ? fields : [.. fields.Take(MaxFields), $"and {fields.Count - MaxFields} more"];
}
