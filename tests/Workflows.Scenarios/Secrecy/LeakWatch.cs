using System.IO.Compression;
using System.Text;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.Secrecy;

/// <summary>
/// Looks for secrets in all that a command says, writes and is started with, while it runs and afterwards. What is
/// compressed is looked at unpacked.
/// </summary>
internal sealed class LeakWatch(Workspace workspace, IReadOnlyList<PlantedSecret> secrets)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    private readonly SortedSet<string> leaks = new(StringComparer.Ordinal);

    /// <summary>Where which secret was found.</summary>
    public IReadOnlyCollection<string> Leaks => leaks;

    /// <summary>The files that were looked at, relative to the workspace.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The programs whose arguments were looked at.</summary>
    public HashSet<string> Programs { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs a command to its end, with an eye on it.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var program = workspace.Start([.. arguments, "--verbose"]);
        return await WatchAsync(program);
    }

    public async Task<CommandResult> WatchAsync(Running.Program program)
    {
        while (!program.HasEnded)
        {
            Look();
            await Task.WhenAny(program.WaitForExitAsync(), Task.Delay(Glance));
        }

        var result = await program.WaitAsync();
        Look();
        Search($"what '{result.CommandLine}' says", Encoding.UTF8.GetBytes(result.Output + result.Error));
        return result;
    }

    /// <summary>Looks at something that was said otherwise.</summary>
    public void Read(string where, string text) => Search(where, Encoding.UTF8.GetBytes(text));

    /// <summary>Looks at every file, and at every process of this machine.</summary>
    public void Look()
    {
        foreach (var file in Directory.EnumerateFiles(workspace.Root, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(workspace.Root, file);
            if (!HoldsObjects(name) && Content(file) is { } content)
            {
                Files.Add(name);
                Search(name, content);
            }
        }

        foreach (var process in Directory.EnumerateDirectories("/proc").Where(IsProcess))
        {
            if (Content(Path.Combine(process, "cmdline")) is { Length: > 0 } arguments)
            {
                var text = Encoding.UTF8.GetString(arguments).Replace('\0', ' ');
                Programs.Add(text);
                Search($"the arguments of {text}", arguments);
            }
        }
    }

    /// <summary>The secrets that lie in the archives themselves: there they belong, and so they can be found.</summary>
    public IReadOnlyList<PlantedSecret> Archived()
    {
        var archives = Directory
            .EnumerateFiles(workspace.Store, "*.tar.gz", SearchOption.AllDirectories)
            .Select(file => Content(file)!)
            .ToArray();
        return [.. secrets.Where(secret => archives.Any(archive => secret.IsIn(archive)))];
    }

    /// <summary>
    /// A plain archive, and the parts that it is made of, hold Secrets: somebody said --include-secrets. Every other
    /// file that is written under a temporary name is looked at when it has its own.
    /// </summary>
    private static bool HoldsObjects(string name) =>
        name.EndsWith(".tar.gz", StringComparison.Ordinal)
        || name.StartsWith(Path.Combine("store", ".workflows", "blocks"), StringComparison.Ordinal)
        || name.StartsWith(Path.Combine("store", ".workflows", "temporary"), StringComparison.Ordinal);

    private static bool IsProcess(string folder) => Path.GetFileName(folder).All(char.IsAsciiDigit);

    /// <summary>A file's content, unpacked; null where it has gone, or is somebody's alone for now.</summary>
    private static byte[]? Content(string file)
    {
        try
        {
            var content = File.ReadAllBytes(file);
            return content is [0x1f, 0x8b, ..] ? Unpack(content) : content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private void Search(string where, byte[] content)
    {
        foreach (var secret in secrets.Where(secret => secret.IsIn(content)))
        {
            leaks.Add($"{secret.What} is in {where}");
        }
    }
}
