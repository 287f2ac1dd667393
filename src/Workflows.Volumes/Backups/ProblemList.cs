using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Backups;

/// <summary>
/// What could not be backed up as it should. However much that is, the list stays short: a record names the first of
/// them and counts the rest. Safe for concurrent use.
/// </summary>
public sealed class ProblemList
{
    /// <summary>How many are named.</summary>
    public const int MaxNamed = 1_000;

    private readonly Lock gate = new();
    private readonly List<VolumeProblem> named = [];
    private long count;

    public long Count => Interlocked.Read(ref count);

    public IReadOnlyList<VolumeProblem> Named
    {
        get
        {
            lock (gate)
            {
                return [.. named];
            }
        }
    }

    public void Add(TreePath path, WorkflowsException failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        Add(path, failed is FileSystemException { IsGone: true } ? "It vanished before it could be read." : failed.Message);
    }

    public void Add(TreePath path, string message)
    {
        ArgumentNullException.ThrowIfNull(path);
        Interlocked.Increment(ref count);
        lock (gate)
        {
            if (named.Count < MaxNamed)
            {
                named.Add(new(path.ToString(), message));
            }
        }
    }
}
