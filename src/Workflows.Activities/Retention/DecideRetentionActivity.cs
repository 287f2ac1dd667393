using Workflows.Durable;
using Workflows.Orchestrations.Retention;

namespace Workflows.Activities.Retention;

/// <summary>Says which backups of a plan go, the oldest first.</summary>
public sealed class DecideRetentionActivity(ActivityServices services) : Activity<DecideRetentionInput, RetentionRound>
{
    /// <summary>How many go before the plan and its backups are looked at anew.</summary>
    private const int MostInRound = 20;

    /// <inheritdoc/>
    public override async Task<RetentionRound> RunAsync(
        ActivityContext context, DecideRetentionInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var review = await RetentionReview.OfAsync(
            services.Stores, input.Run.Catalog, input.Run.Plan, services.Time, cancellationToken);
        return new RetentionRound(
            [
                .. review.Decisions
                    .Where(each => !each.Decision.Keeps && !input.Except.Contains(each.Backup.Name, StringComparer.Ordinal))
                    .Take(MostInRound)
                    .Select(each => new ExpiredBackup(each.Backup.Name, each.Backup.BackupUid)),
            ],
            review.Decisions.Count(each => each.Decision.Keeps));
    }
}
