using Workflows.Archive.Stores.Folder;

namespace Workflows.Archive.Tests.Support;

/// <summary>The machine lost power: nothing can be done any more.</summary>
internal sealed class PowerLossException() : Exception("power loss");

/// <summary>
/// A disk that forgets. Content survives a power loss once the file was flushed, a name once its folder was; of what
/// was not flushed anything may survive or not, each by itself. That is all POSIX promises, and less than any real
/// file system keeps. Its clock stands still.
/// </summary>
internal sealed class VolatileFiles : IStoreFiles
{
    private readonly Lock gate = new();
    private readonly Folder root;

    /// <param name="existing">A folder that is there from the start.</param>
    public VolatileFiles(string existing)
    {
        root = new Folder();
        var folder = root;
        foreach (var name in Names(existing))
            folder.Cached[name] = folder.Durable[name] = folder = new Folder();
    }

    private VolatileFiles(Folder root) => this.root = root;

    private interface INode;

    /// <summary>How many changes the disk takes before the power fails.</summary>
    public int Lifetime { get; init; } = int.MaxValue;

    /// <summary>A disk that ignores flushes shows that the tests notice one that is missing.</summary>
    public bool IgnoresFolderFlushes { get; init; }

    public bool IgnoresFileFlushes { get; init; }

    /// <summary>Changes so far.</summary>
    public int Changes { get; private set; }

    public bool IsDown => Changes >= Lifetime;

    /// <summary>What is left after a power loss now.</summary>
    /// <param name="choose">True: this unflushed change survives.</param>
    /// <param name="lifetime">How many changes the disk takes after that.</param>
    public VolatileFiles AfterPowerLoss(Func<bool> choose, int lifetime = int.MaxValue) =>
        new(root.Settle(choose)) { Lifetime = lifetime };

    public FileEntry? Find(string path)
    {
        lock (gate)
        {
            return Look(path) switch
            {
                null => null,
                Folder => new FileEntry(Name(path), FileKind.Directory, 0, DateTimeOffset.UnixEpoch),
                Content file => Describe(Name(path), file),
                _ => throw new InvalidOperationException(),
            };
        }
    }

    public bool DirectoryExists(string path) => Find(path)?.Kind == FileKind.Directory;

    public IReadOnlyList<FileEntry> List(string directory)
    {
        lock (gate)
        {
            return Look(directory) is Folder folder
                ? [.. folder.Cached.Select(e => e.Value is Content file
                    ? Describe(e.Key, file)
                    : new FileEntry(e.Key, FileKind.Directory, 0, DateTimeOffset.UnixEpoch))]
                : [];
        }
    }

    public void CreateDirectory(string path) => Change(() => Parent(path).Cached.TryAdd(Name(path), new Folder()));

    public bool TryRemoveDirectory(string path) => Change(() => Look(path) switch
    {
        null => true,
        Folder { Cached.Count: 0 } => Parent(path).Cached.Remove(Name(path)),
        _ => false,
    });

    public void FlushDirectory(string path) => Change(() =>
    {
        if (!IgnoresFolderFlushes && Look(path) is Folder folder)
            folder.Durable = new Dictionary<string, INode>(folder.Cached, StringComparer.Ordinal);
        return true;
    });

    public IStoreFile Create(string path) => Change(() =>
    {
        var file = new Content();
        if (!Parent(path).Cached.TryAdd(Name(path), file))
            throw new IOException("exists", 17);
        return new Writer(this, file);
    });

    public Stream OpenRead(string path)
    {
        lock (gate)
            return Look(path) is Content file ? new MemoryStream(file.Cached, writable: false) : throw new FileNotFoundException(path);
    }

    public void Rename(string from, string to, bool replace) => Change(() =>
    {
        var file = Look(from) ?? throw new FileNotFoundException(from);
        if (!replace && Look(to) is not null)
            throw new IOException("exists", 17);
        Parent(from).Cached.Remove(Name(from));
        return Parent(to).Cached[Name(to)] = file;
    });

    public void SetModified(string path, DateTimeOffset time) => Change(() => ((Content)Look(path)!).Modified = time);

    public void Delete(string path) => Change(() => Look(path) is not null && Parent(path).Cached.Remove(Name(path)));

    public IDisposable? TryLock(string path)
    {
        // The disk has one user; the store's own gate is enough.
        return new MemoryStream();
    }

    private static FileEntry Describe(string name, Content file) => new(name, FileKind.File, file.Cached.Length, file.Modified);

    private static string[] Names(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string Name(string path) => Names(path)[^1];

    private T Change<T>(Func<T> change)
    {
        lock (gate)
        {
            if (IsDown)
                throw new PowerLossException();
            Changes++;
            return change();
        }
    }

    private Folder Parent(string path) =>
        Look(path[..path.LastIndexOf('/')]) as Folder ?? throw new DirectoryNotFoundException(path);

    private INode? Look(string path)
    {
        INode? node = root;
        foreach (var name in Names(path))
            node = node is Folder folder ? folder.Cached.GetValueOrDefault(name) : null;
        return node;
    }

    private static INode Settle(INode node, Func<bool> choose) => node is Folder folder ? folder.Settle(choose) : ((Content)node).Settle(choose);

    private sealed class Folder : INode
    {
        public Dictionary<string, INode> Cached { get; set; } = new(StringComparer.Ordinal);

        public Dictionary<string, INode> Durable { get; set; } = new(StringComparer.Ordinal);

        public Folder Settle(Func<bool> choose)
        {
            var left = new Folder();
            foreach (var name in Cached.Keys.Union(Durable.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var (now, flushed) = (Cached.GetValueOrDefault(name), Durable.GetValueOrDefault(name));
                if ((ReferenceEquals(now, flushed) || choose() ? now : flushed) is { } survivor)
                    left.Cached[name] = left.Durable[name] = VolatileFiles.Settle(survivor, choose);
            }

            return left;
        }
    }

    private sealed class Content : INode
    {
        public byte[] Cached { get; set; } = [];

        public byte[] Durable { get; set; } = [];

        public DateTimeOffset Modified { get; set; } = DateTimeOffset.UnixEpoch;

        public Content Settle(Func<bool> choose)
        {
            var left = Cached;
            if (!ReferenceEquals(Cached, Durable) && !choose())
                left = Durable.Length == 0 && choose() ? new byte[Cached.Length] : Durable;
            return new Content { Cached = left, Durable = left, Modified = Modified };
        }
    }

    private sealed class Writer(VolatileFiles disk, Content file) : IStoreFile
    {
        public ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            disk.Change(() => file.Cached = [.. file.Cached, .. content.Span]);
            return ValueTask.CompletedTask;
        }

        public async ValueTask AppendFileAsync(string source, CancellationToken cancellationToken)
        {
            using var from = (MemoryStream)disk.OpenRead(source);
            await AppendAsync(from.ToArray(), cancellationToken);
        }

        public void FlushToDisk() => disk.Change(() => disk.IgnoresFileFlushes ? file.Durable : file.Durable = file.Cached);

        public void Dispose()
        {
        }
    }
}
