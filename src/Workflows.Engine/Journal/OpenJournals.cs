using Workflows.Engine.Files;

namespace Workflows.Engine.Journal;

/// <summary>The journals used last, kept open: a fixed number, however many instances live. One thread only.</summary>
internal sealed class OpenJournals(IEngineFiles files) : IDisposable
{
    private const int MaxOpen = 256;

    private readonly Dictionary<string, LinkedListNode<(string Path, IEngineFile File)>> byPath = [];
    private readonly LinkedList<(string Path, IEngineFile File)> byUse = [];

    public IEngineFile Open(string path, bool create)
    {
        if (create)
        {
            Close(path);
        }

        if (byPath.TryGetValue(path, out var known))
        {
            byUse.Remove(known);
            byUse.AddLast(known);
            return known.Value.File;
        }

        var file = files.Open(path, create);
        byPath.Add(path, byUse.AddLast((path, file)));
        return file;
    }

    public void Close(string path)
    {
        if (byPath.Remove(path, out var node))
        {
            byUse.Remove(node);
            node.Value.File.Dispose();
        }
    }

    /// <summary>Closes what was not used lately. Not in the middle of a batch, whose files are still to be flushed.</summary>
    public void Trim()
    {
        while (byUse.Count > MaxOpen)
        {
            Close(byUse.First!.Value.Path);
        }
    }

    public void Dispose()
    {
        foreach (var (_, file) in byUse)
        {
            file.Dispose();
        }

        byUse.Clear();
        byPath.Clear();
    }
}
