using System.Diagnostics;
using System.Text;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Encryption.Volumes;
using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Containers;
using Workflows.Mover.Commands;
using Workflows.Volumes.Backups;
using Workflows.Volumes.Handover;
using Workflows.Volumes.Manifests;

namespace Workflows.Mover.Tests.Support;

/// <summary>
/// A volume, a store with a container for it, and movers as pods would have them, in a temporary folder: what a host
/// does beside them is done here.
/// </summary>
internal sealed class MoverFolder : IDisposable
{
    public const string Volume = "shop-data";
    public const string Container = "pvc-1";

    private readonly string folder = Directory.CreateTempSubdirectory("mover-").FullName;
    private readonly IArchiveStore store;
    private readonly FileKey userKey = FileKey.Generate();
    private Ending ending = new();

    /// <param name="store">The store; null for a folder.</param>
    public MoverFolder(IArchiveStore? store = null)
    {
        Directory.CreateDirectory(Tree);
        Directory.CreateDirectory(Path.Combine(folder, "store"));
        this.store = store ?? ArchiveStores.Open(Path.Combine(folder, "store"));
    }

    /// <summary>The log of the mover that was started last.</summary>
    public LogCapture Log { get; private set; } = new();

    public string Tree => Path.Combine(folder, "tree");

    public string Socket => Path.Combine(folder, "run", "mover.sock");

    public string Spool => Path.Combine(folder, "spool");

    public string TerminationLog => Path.Combine(folder, "termination-log");

    /// <summary>Starts a mover and waits until something can be handed over to it.</summary>
    public async Task<Task<MoverOutcome>> StartAsync(
        MoverCommand command, string? path = null, TimeProvider? time = null)
    {
        ending.Dispose();
        ending = new();
        Log = new();
        Directory.CreateDirectory(Spool);
        await File.WriteAllTextAsync(TerminationLog, "");
        var running = ending.RunAsync(MoveOf(command, path ?? Tree, time).RunAsync);
        await Task.WhenAny(Log.SeenAsync(MoverEvents.Waiting), running);
        return running;
    }

    /// <summary>Tells the mover that was started last to end.</summary>
    public void Terminate() => ending.Tell();

    public Move MoveOf(MoverCommand command, string path, TimeProvider? time = null) => new(
        new()
        {
            Command = command,
            Path = path,
            Socket = Socket,
            Spool = Spool,
            TerminationLog = TerminationLog,
            Patience = TimeSpan.FromMinutes(10),
        },
        Log.Log(time ?? TimeProvider.System),
        time ?? TimeProvider.System);

    /// <summary>Hands over as an activity does, the exec being within this process.</summary>
    public Task<HandoverAnswer> HandOverAsync(
        HandoverHeader header, Func<Stream, CancellationToken, Task>? content = null, CancellationToken ct = default) =>
        HandoverExchange.RunAsync(
            header, content, (stdin, stdout, end) => Receive.RunAsync(Socket, stdin, stdout, end), ct);

    public async Task<VolumeRuns> RunsAsync() =>
        new(store, await Containers.OpenContainerAsync(Container, create: true), TimeProvider.System, Container);

    public VolumeCatalog Catalog => new(store);

    /// <summary>The volume's key, wrapped by one of the user's.</summary>
    public Task<VolumeKey> KeyAsync() => VolumeKeys.CreateAsync(store, Volume, userKey);

    /// <summary>All that the store has, as text of one byte a letter.</summary>
    public string StoredText() => string.Concat(Directory
        .EnumerateFiles(Path.Combine(folder, "store"), "*", SearchOption.AllDirectories)
        .Select(file => file + Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    public async Task<HandoverHeader> HeaderAsync(HandoverKind kind, string name, string attempt)
    {
        await RunsAsync();
        return new()
        {
            Kind = kind,
            Name = name,
            Volume = Volume,
            Attempt = attempt,
            Grant = await GrantAsync(
                kind == HandoverKind.Restore ? StoreAccess.ReadOnly : StoreAccess.CreateOnly, TimeSpan.FromHours(1)),
        };
    }

    public Task<StoreGrant> GrantAsync(StoreAccess access, TimeSpan lifetime) =>
        Containers.GrantAsync(Container, access, lifetime);

    /// <summary>A whole backup, from the intent to the record.</summary>
    public async Task<VolumeRecord> BackUpAsync(string name, VolumeKey? key = null)
    {
        var runs = await RunsAsync();
        var attempt = await runs.BeginAsync(name, Volume);
        await using var parent = await runs.FindParentAsync(Volume, key: key);
        var running = await StartAsync(MoverCommand.Backup);
        var answer = await HandOverAsync(
            await HeaderAsync(HandoverKind.Backup, name, attempt) with { Keys = HandoverKeys.ForBackup(key, attempt) },
            parent is null ? null : parent.WriteAsync);
        Assert.True(answer.Accepted, answer.Message);
        var outcome = await running;
        Assert.Equal(MoverOutcome.Completed, outcome.Outcome);
        Assert.Equal(attempt, outcome.Attempt);
        return await runs.CommitAsync(await runs.ReadResultAsync(name, Volume, attempt, key), "a test", key);
    }

    /// <summary>A whole restore into an empty folder, whose path is given back.</summary>
    public async Task<(string Path, MoverOutcome Outcome)> RestoreAsync(string name, VolumeKey? key = null)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, $"restored-{Guid.NewGuid():N}")).FullName;
        var record = await Catalog.GetAsync(name);
        var running = await StartAsync(MoverCommand.Restore, path);
        var answer = await HandOverAsync(
            await HeaderAsync(HandoverKind.Restore, name, Guid.NewGuid().ToString("N")) with
            {
                Keys = HandoverKeys.ForRestore(key, record),
            },
            (stream, ct) => HandedRecord.WriteAsync(record, stream, ct));
        Assert.True(answer.Accepted, answer.Message);
        return (path, await running);
    }

    /// <summary>What is in a folder: kinds, modes, owners, times, targets and content.</summary>
    public static string Describe(string path)
    {
        const string Script = """
            find . -printf '%P %y %m %U %G %T@ %l\n' | sort; find . -type f -print0 | sort -z | xargs -0 -r sha256sum
            """;
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", Script])
        {
            WorkingDirectory = path,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var found = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
        return found;
    }

    public void Dispose()
    {
        ending.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private IContainerStore Containers => (IContainerStore)store;
}
