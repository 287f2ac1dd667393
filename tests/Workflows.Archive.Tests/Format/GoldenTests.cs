using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Format;
using Workflows.Archive.Reading;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Verifying;

namespace Workflows.Archive.Tests.Format;

/// <summary>
/// Archives of every format version as they were written then: a folder per version and case, with the objects that
/// must come out. They are what old backups look like, so they are never rewritten for a version that was released;
/// <c>WORKFLOWS_REWRITE_GOLDENS=1</c> writes those of the current version anew.
/// </summary>
public sealed class GoldenTests
{
    private const string KeyName = "workflows.key";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<string, IReadOnlyList<TestObject>[]> Cases = new(StringComparer.Ordinal)
    {
        ["empty"] = [],
        ["names"] =
        [
            [
                .. new[] { "system:node", "two words", "\u0001", "\u007f", "日本語", "back\\slash", "..a", new string('n', 253) }
                    .Select(name => TestObject.Create("roles.rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1", "Role", "shop", name)),
            ],
        ],
        ["guestbook"] = [[.. TestObject.Guestbook().Take(3)], [], [.. TestObject.Guestbook().Skip(3)]],
    };

    public static TheoryData<string> Goldens =>
    [
        .. Directory.GetFiles(Folder(), "expected.json", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Folder(), Path.GetDirectoryName(f)!).Replace('\\', '/')),
    ];

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task An_archive_written_then_is_read_now(string golden)
    {
        var store = new FolderStore(Path.Combine(Folder(), golden, "store"));
        var keyFile = Path.Combine(Folder(), golden, KeyName);
        var key = File.Exists(keyFile) ? KeyFile.Read(keyFile, allowShared: true) : null;
        var reader = await ArchiveReader.OpenAsync(store, "golden", key);
        var index = await reader.ReadIndexAsync().ToListAsync();
        var read = await reader.ReadObjectsAsync([.. index.Select(i => i.Location)])
            .Select(o => new ExpectedObject(o.Location.ToKey().ToString(), Encoding.UTF8.GetString(o.Json.Span)))
            .ToListAsync();

        var expected = await File.ReadAllTextAsync(Path.Combine(Folder(), golden, "expected.json"));
        Assert.Equal(JsonSerializer.Deserialize<List<ExpectedObject>>(expected), read);
        Assert.Empty((await ArchiveVerifier.VerifyAsync(store, "golden", key)).Problems);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task What_is_written_now_unpacks_to_what_was_written_then(string name)
    {
        var folder = Path.Combine(Folder(), $"format-{ArchiveFormat.CurrentVersion}", name);
        using var temporary = new TemporaryFolder();
        await TestBackup.CreateAsync(new FolderStore(temporary.File("store")), "golden", Cases[name]);
        if (Environment.GetEnvironmentVariable("WORKFLOWS_REWRITE_GOLDENS") == "1")
            await RewriteAsync(temporary.File("store"), Cases[name], Path.Combine(SourceFolder(), $"format-{ArchiveFormat.CurrentVersion}", name));

        // Packed bytes may differ with the library that packs; everything in them may not.
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "store"), "*.gz", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(folder, path);
            Assert.Equal((relative, Normalized(path)), (relative, Normalized(Path.Combine(temporary.Path, relative))));
        }
    }

    /// <summary>Encrypted bytes are new each time; what they hold is compared by the test that reads them.</summary>
    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task What_is_encrypted_now_lies_where_it_lay_then(string name)
    {
        var folder = Path.Combine(Folder(), $"format-{ArchiveFormat.EncryptedVersion}", name);
        using var temporary = new TemporaryFolder();
        if (Environment.GetEnvironmentVariable("WORKFLOWS_REWRITE_GOLDENS") == "1")
        {
            var target = Path.Combine(SourceFolder(), $"format-{ArchiveFormat.EncryptedVersion}", name);
            await TestBackup.CreateAsync(new FolderStore(temporary.File("new")), await KeyFile.CreateAsync(temporary.File(KeyName)), "golden", Cases[name]);
            await RewriteAsync(temporary.File("new"), Cases[name], target);
            File.Copy(temporary.File(KeyName), Path.Combine(target, KeyName));
        }

        var key = KeyFile.Read(Path.Combine(folder, KeyName), allowShared: true);
        await TestBackup.CreateAsync(new FolderStore(temporary.File("store")), key, "golden", Cases[name]);

        Assert.Equal(FilesIn(Path.Combine(folder, "store")), FilesIn(temporary.File("store")));
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory
        .GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith(".workflows", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static string Normalized(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.Latin1);
        var text = reader.ReadToEnd();
        return path.EndsWith(".jsonl.gz", StringComparison.Ordinal)
            ? System.Text.RegularExpressions.Regex.Replace(text, "\"m[ol]\":[0-9]+", "\"\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5))
            : text;
    }

    private static async Task RewriteAsync(string store, IEnumerable<IReadOnlyList<TestObject>> parts, string target)
    {
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
        foreach (var file in Directory.GetFiles(store, "*", SearchOption.AllDirectories).Where(f => !f.Contains(".workflows", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(target, "store", Path.GetRelativePath(store, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var expected = parts.SelectMany(p => p).Select(o => new ExpectedObject(o.Key.ToString(), Encoding.UTF8.GetString(o.Json)));
        await File.WriteAllTextAsync(Path.Combine(target, "expected.json"), JsonSerializer.Serialize(expected, Readable) + "\n");
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Golden");

    private static string SourceFolder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden");

    private sealed record ExpectedObject(string Key, string Json);
}
