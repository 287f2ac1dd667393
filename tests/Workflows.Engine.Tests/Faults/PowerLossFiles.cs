using Workflows.Engine.Files;
using Workflows.Engine.State;

namespace Workflows.Engine.Tests.Faults;

/// <summary>
/// Files in memory that forget what a loss of power forgets: bytes that were not flushed, and names in a directory
/// that was not flushed. It can be told to die at its n-th operation; from then on every operation fails, as it would
/// for a process that is gone. <see cref="AfterPowerLoss"/> is the disk that the next process finds.
/// </summary>
internal sealed class PowerLossFiles : IEngineFiles
{
    private readonly Lock gate = new();
    private readonly int dieAt;
    private Dictionary<string, PowerLossFile> names;
    private Dictionary<string, PowerLossFile> durableNames;
    private bool locked;

    public PowerLossFiles(int dieAt = int.MaxValue)
        : this([], dieAt)
    {
    }

    private PowerLossFiles(Dictionary<string, PowerLossFile> durable, int dieAt)
    {
        this.dieAt = dieAt;
        names = durable;
        durableNames = new Dictionary<string, PowerLossFile>(durable);
    }

    /// <summary>How many operations that change something were asked for.</summary>
    public int Operations { get; private set; }

    public bool IsDead { get; private set; }

    /// <summary>What was on the disk, with up to <paramref name="tornBytes"/> of each file's unflushed bytes.</summary>
    public PowerLossFiles AfterPowerLoss(int tornBytes = 0, int nextDiesAt = int.MaxValue)
    {
        lock (gate)
        {
            IsDead = true;
            var survivors = durableNames.ToDictionary(n => n.Key, n => n.Value.AfterPowerLoss(tornBytes));
            return new PowerLossFiles(survivors, nextDiesAt);
        }
    }

    /// <summary>The disk as a process finds it that follows a killed one: all that was written is there.</summary>
    public PowerLossFiles AfterKill(int nextDiesAt = int.MaxValue)
    {
        lock (gate)
        {
            IsDead = true;
            return new PowerLossFiles(names.ToDictionary(n => n.Key, n => n.Value.AfterKill()), nextDiesAt);
        }
    }

    /// <summary>The bytes of a file, to be looked at or spoiled.</summary>
    public byte[] Read(string path)
    {
        lock (gate)
        {
            return names[path].Bytes();
        }
    }

    public void Replace(string path, byte[] bytes)
    {
        lock (gate)
        {
            var file = new PowerLossFile(bytes);
            names[path] = file;
            durableNames[path] = file;
        }
    }

    public void CreateDirectory(string path) => Operate(() => { });

    public IReadOnlyList<EngineFileInfo> List(string directory)
    {
        lock (gate)
        {
            return
            [
                .. names.Where(n => Path.GetDirectoryName(n.Key) == directory)
                    .Select(n => new EngineFileInfo(Path.GetFileName(n.Key), n.Value.Length)),
            ];
        }
    }

    public long LengthOf(string path)
    {
        lock (gate)
        {
            return names.TryGetValue(path, out var file) ? file.Length : 0;
        }
    }

    public IEngineFile Open(string path, bool create)
    {
        lock (gate)
        {
            if (create)
            {
                Operate(() => names[path] = new PowerLossFile([]));
            }

            return names.TryGetValue(path, out var file)
                ? new Handle(this, file)
                : throw new FileNotFoundException($"There is no file '{path}'.", path);
        }
    }

    public Stream OpenRead(string path)
    {
        lock (gate)
        {
            return names.TryGetValue(path, out var file)
                ? new MemoryStream(file.Bytes(), writable: false)
                : throw new FileNotFoundException($"There is no file '{path}'.", path);
        }
    }

    public void Rename(string from, string to) => Operate(() =>
    {
        names[to] = names[from];
        names.Remove(from);
    });

    public void Delete(string path) => Operate(() => names.Remove(path));

    public void FlushDirectory(string path) => Operate(() => durableNames = new Dictionary<string, PowerLossFile>(names));

    public IDisposable Lock(string path)
    {
        lock (gate)
        {
            if (locked)
            {
                throw new StateDirectoryHeldException(path, holder: null);
            }

            locked = true;
            return new Unlock(this);
        }
    }

    private void Operate(Action change)
    {
        lock (gate)
        {
            Operations++;
            IsDead |= Operations >= dieAt;
            if (IsDead)
            {
                throw new IOException("The power is gone.");
            }

            change();
        }
    }

    private sealed class Handle(PowerLossFiles files, PowerLossFile file) : IEngineFile
    {
        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var copy = bytes.ToArray();
            files.Operate(() => file.Write(copy, offset));
        }

        public void SetLength(long length) => files.Operate(() => file.SetLength(length));

        public void Flush() => files.Operate(file.Flush);

        public void Dispose()
        {
        }
    }

    private sealed class Unlock(PowerLossFiles files) : IDisposable
    {
        public void Dispose() => files.locked = false;
    }
}
