using Workflows.Core.Backups;
using Workflows.Durable;

namespace Workflows.Orchestrations.Backups;

/// <summary>
/// The revision that the parts of a group read at. Parts that find it compacted at the same time share the next one:
/// the fewer revisions, the less is mixed.
/// </summary>
internal sealed class LatestRevision(OrchestrationContext context, BackupSpec spec, string first)
{
    private Task<string>? taking;

    public string Value { get; private set; } = first;

    /// <summary>A revision later than one that was found compacted.</summary>
    public async Task<string> AfterAsync(string compacted)
    {
        if (Value == compacted)
        {
            taking ??= context.CallActivityAsync(BackupNames.TakeRevision, spec, Retries.Transient);
            Value = await taking;
            taking = null;
        }

        return Value;
    }
}
