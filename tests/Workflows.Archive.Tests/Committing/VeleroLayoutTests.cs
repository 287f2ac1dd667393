using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Workflows.Archive.Committing;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores.Folder;
using Workflows.Archive.Tests.Support;
using Workflows.Archive.Velero;
using Workflows.Core.Backups;

namespace Workflows.Archive.Tests.Committing;

/// <summary>
/// What Velero must find. Tarball paths are those of pkg/archive/filesystem.go, names in the store those of
/// pkg/persistence/object_store_layout.go, contents those that PutBackup is given.
/// </summary>
public sealed class VeleroLayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Tarball_unpacks_with_tar_into_veleros_layout()
    {
        var objects = TestObject.Guestbook();
        await TestBackup.CreateAsync(new FolderStore(folder.File("store")), "nightly", [.. objects.Take(3)], [.. objects.Skip(3)]);
        var unpacked = Directory.CreateDirectory(folder.File("unpacked")).FullName;

        await RunAsync("tar", "-xzf", folder.File("store/velero/backups/nightly/nightly.tar.gz"), "-C", unpacked);

        string[] expected =
        [
            "metadata/version",
            "resources/clusterroles.rbac.authorization.k8s.io/cluster/system:shop:admin.json",
            "resources/configmaps/namespaces/shop/settings.json",
            "resources/configmaps/namespaces/shop/unicode.json",
            "resources/deployments.apps/namespaces/shop/frontend.json",
            "resources/namespaces/cluster/shop.json",
            "resources/pods/namespaces/shop/frontend-1.json",
            "resources/roles.rbac.authorization.k8s.io/namespaces/shop/rôle with spaces.json",
            $"resources/widgets.example.com/namespaces/shop/{new string('w', 250)}.json",
        ];
        var found = Directory.EnumerateFiles(unpacked, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(unpacked, f).Replace('\\', '/'));
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal("1.1.0\n", await File.ReadAllTextAsync(Path.Combine(unpacked, "metadata/version")));
        Assert.Equal(objects[1].Json, await File.ReadAllBytesAsync(Path.Combine(unpacked, expected[2])));
    }

    [Fact]
    public async Task Tarball_lists_velero_mode_and_the_given_time_and_ends_where_tar_expects_it()
    {
        await TestBackup.CreateAsync(new FolderStore(folder.File("store")), "nightly", [TestObject.ConfigMap("shop", "settings")]);

        var listing = await RunAsync(
            "tar", "--utc", "--full-time", "--numeric-owner", "-tvzf", folder.File("store/velero/backups/nightly/nightly.tar.gz"));

        Assert.Equal(2, listing.Output.Trim().Split('\n').Length);
        Assert.All(listing.Output.Trim().Split('\n'), line => Assert.StartsWith("-rwxr-xr-x 0/0", line, StringComparison.Ordinal));
        Assert.Contains("2026-05-20 03:00:00 metadata/version", listing.Output, StringComparison.Ordinal);
        Assert.Empty(listing.Errors);
    }

    [Fact]
    public async Task Documents_have_veleros_names()
    {
        await TestBackup.CreateAsync(new FolderStore(folder.File("store")), "nightly", TestObject.Guestbook());

        Assert.Equal(
            [
                "nightly-itemoperations.json.gz", "nightly-logs.gz", "nightly-podvolumebackups.json.gz", "nightly-resource-list.json.gz",
                "nightly-results.gz", "nightly-volumeinfo.json.gz", "nightly-volumesnapshots.json.gz", "nightly.tar.gz", "velero-backup.json",
            ],
            Directory.GetFiles(folder.File("store/velero/backups/nightly")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["backups"], Directory.GetDirectories(folder.File("store/velero")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Documents_have_veleros_contents()
    {
        var store = new FolderStore(folder.File("store"));
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner());
        var segment = await TestBackup.StageAsync(store, "nightly", 0, TestObject.Guestbook());
        var draft = TestBackup.Draft("nightly") with
        {
            Warnings = [new BackupProblem(null, null, "slow")],
            Errors = [new BackupProblem("pods", "shop", "gone"), new BackupProblem("nodes", null, "denied")],
            VeleroFilters = new VeleroBackupFilters { ExcludedNamespaces = ["kube-system"], IncludeClusterResources = true },
        };
        await ArchiveCommit.CommitAsync(store, key: null, draft, [segment], ["line one", "line two"]);

        Assert.Equal("line one\nline two\n", Unpack("nightly-logs.gz"));
        Assert.Equal("[]\n", Unpack("nightly-volumeinfo.json.gz"));
        Assert.Equal("[]\n", Unpack("nightly-itemoperations.json.gz"));
        Assert.Equal("null\n", Unpack("nightly-podvolumebackups.json.gz"));
        Assert.Equal("null\n", Unpack("nightly-volumesnapshots.json.gz"));
        Assert.Equal(
            """{"errors":{"cluster":["nodes: denied"],"namespaces":{"shop":["pods: gone"]}},"warnings":{"velero":["slow"]}}""" + "\n",
            Unpack("nightly-results.gz"));
        Assert.StartsWith(
            """{"apps/v1/Deployment":["shop/frontend"],"example.com/v1alpha1/Widget":["shop/www""",
            Unpack("nightly-resource-list.json.gz"),
            StringComparison.Ordinal);
        Assert.Contains("\"v1/ConfigMap\":[\"shop/settings\",\"shop/unicode\"]", Unpack("nightly-resource-list.json.gz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_object_is_one_that_velero_synchronises()
    {
        await TestBackup.CreateAsync(new FolderStore(folder.File("store")), "nightly", TestObject.Guestbook());

        using var backup = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.File("store/velero/backups/nightly/velero-backup.json")));
        var (metadata, spec, status) = (backup.RootElement.GetProperty("metadata"), backup.RootElement.GetProperty("spec"), backup.RootElement.GetProperty("status"));
        Assert.Equal("velero.io/v1 Backup", $"{backup.RootElement.GetProperty("apiVersion")} {backup.RootElement.GetProperty("kind")}");
        Assert.Equal("nightly", metadata.GetProperty("name").GetString());
        Assert.Equal("default", metadata.GetProperty("labels").GetProperty("velero.io/storage-location").GetString());
        Assert.Equal("36", metadata.GetProperty("annotations").GetProperty("velero.io/source-cluster-k8s-minor-version").GetString());
        Assert.Equal("720h0m0s", spec.GetProperty("ttl").GetString());
        Assert.Equal("*", spec.GetProperty("includedNamespaces")[0].GetString());
        Assert.Equal("Completed", status.GetProperty("phase").GetString());
        Assert.Equal("1.1.0", status.GetProperty("formatVersion").GetString());
        Assert.Equal("2026-05-20T03:00:00Z", status.GetProperty("startTimestamp").GetString());
        Assert.Equal("2026-06-19T03:00:00Z", status.GetProperty("expiration").GetString());
        Assert.Equal(8, status.GetProperty("progress").GetProperty("itemsBackedUp").GetInt32());
        Assert.False(status.TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData(0, "0h0m0s")]
    [InlineData(90, "0h1m30s")]
    [InlineData(2_592_000, "720h0m0s")]
    public void Durations_are_in_gos_form(int seconds, string expected)
    {
        Assert.Equal(expected, VeleroBackup.Duration(TimeSpan.FromSeconds(seconds)));
    }

    private string Unpack(string document)
    {
        using var file = File.OpenRead(folder.File("store/velero/backups/nightly/" + document));
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    private static async Task<(string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return (output, await errors);
    }
}
