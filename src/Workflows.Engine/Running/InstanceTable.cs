namespace Workflows.Engine.Running;

/// <summary>All instances by id, and by the instance that called them.</summary>
internal sealed class InstanceTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, InstanceEntry> entries = [];
    private readonly Dictionary<string, HashSet<string>> children = [];

    public InstanceEntry? Find(string id)
    {
        lock (gate)
        {
            return entries.GetValueOrDefault(id);
        }
    }

    /// <summary>Adds an instance unless its id is taken; gives the entry that is there now.</summary>
    public InstanceEntry GetOrAdd(string id, Func<InstanceEntry> create, out bool added)
    {
        lock (gate)
        {
            added = !entries.TryGetValue(id, out var entry);
            if (added)
            {
                entry = create();
                Put(entry);
            }

            return entry!;
        }
    }

    public void Set(InstanceEntry entry)
    {
        lock (gate)
        {
            Put(entry);
        }
    }

    /// <summary>Changes an entry if it is still the one that was seen.</summary>
    public bool TryReplace(InstanceEntry seen, InstanceEntry next)
    {
        lock (gate)
        {
            if (!ReferenceEquals(entries.GetValueOrDefault(seen.Id), seen))
            {
                return false;
            }

            Put(next);
            return true;
        }
    }

    public void Remove(InstanceEntry entry)
    {
        lock (gate)
        {
            entries.Remove(entry.Id);
            if (entry.Parent is { } parent && children.TryGetValue(parent.InstanceId, out var siblings))
            {
                siblings.Remove(entry.Id);
                if (siblings.Count == 0)
                {
                    children.Remove(parent.InstanceId);
                }
            }
        }
    }

    public IReadOnlyList<InstanceEntry> ChildrenOf(string id)
    {
        lock (gate)
        {
            return children.TryGetValue(id, out var ids) ? [.. ids.Select(child => entries[child])] : [];
        }
    }

    public IReadOnlyList<InstanceEntry> Snapshot()
    {
        lock (gate)
        {
            return [.. entries.Values];
        }
    }

    private void Put(InstanceEntry entry)
    {
        entries[entry.Id] = entry;
        if (entry.Parent is { } parent)
        {
            if (!children.TryGetValue(parent.InstanceId, out var siblings))
            {
                children.Add(parent.InstanceId, siblings = new HashSet<string>(StringComparer.Ordinal));
            }

            siblings.Add(entry.Id);
        }
    }
}
