namespace Workflows.Volumes.Packs;

/// <summary>
/// The packs that a manifest being written names, by number. Only those that something of it lies in: what nothing
/// refers to may be deleted with its own backup. Safe for concurrent use.
/// </summary>
internal sealed class PackTable
{
    private readonly Lock gate = new();
    private readonly List<PackEntry?> packs = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>The number of a pack of an earlier backup.</summary>
    public int Reuse(PackEntry pack)
    {
        lock (gate)
        {
            if (!numbers.TryGetValue(pack.Name, out var number))
            {
                number = packs.Count;
                numbers.Add(pack.Name, number);
                packs.Add(pack);
            }

            return number;
        }
    }

    /// <summary>The number of a pack that will be written.</summary>
    public int Reserve()
    {
        lock (gate)
        {
            packs.Add(null);
            return packs.Count - 1;
        }
    }

    /// <summary>A reserved pack was written.</summary>
    public void Complete(int number, PackEntry pack)
    {
        lock (gate)
        {
            packs[number] = pack;
        }
    }

    /// <summary>All packs, once all of them are written.</summary>
    public IReadOnlyList<PackEntry> ToList()
    {
        lock (gate)
        {
            return [.. packs.Select(pack => pack ?? throw new InvalidOperationException("A pack is still being written."))];
        }
    }
}
