using Workflows.Core.Errors;
using Workflows.Core.Reports;
using Workflows.Core.Resources;

namespace Workflows.Activities.Backups.Capturing;

/// <summary>What an attempt at a part could not capture. However much that is, the list stays short.</summary>
internal sealed class PartProblems
{
    /// <summary>How many objects are named one by one; a server that lists nonsense may list a million of them.</summary>
    private const int MaxObjects = 100;

    private readonly List<Problem> named = [];
    private readonly SortedDictionary<string, int> unnamed = new(StringComparer.Ordinal);
    private int objects;

    /// <summary>A list that could not be read, or not to its end.</summary>
    public void AddList(GroupResource resource, string? ns, string message) =>
        named.Add(new(ProblemSeverity.Error, resource.ToString(), ns, message));

    /// <summary>An object that no archive can hold.</summary>
    public void AddObject(GroupResource resource, string? ns, WorkflowsException unfit)
    {
        if (++objects <= MaxObjects)
        {
            named.Add(new(ProblemSeverity.Error, resource.ToString(), ns, $"An object was left out. {unfit.Message}"));
        }
        else
        {
            unnamed[resource.ToString()] = unnamed.GetValueOrDefault(resource.ToString()) + 1;
        }
    }

    public IReadOnlyList<Problem> ToList() =>
    [
        .. named,
        .. unnamed.Select(kind => new Problem(
            ProblemSeverity.Error, kind.Key, null, $"{kind.Value} more objects were left out for such reasons.")),
    ];
}
