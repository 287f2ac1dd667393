using System.Runtime.Versioning;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Core.Errors;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Manifests;
using Workflows.Volumes.Tests.Support;
using Workflows.Volumes.Verifying;

namespace Workflows.Volumes.Tests;

/// <summary>Whatever happens to what is stored is found, and named, before anything is restored.</summary>
[SupportedOSPlatform("linux")]
public abstract class Damages : IAsyncLifetime, IDisposable
{
    private readonly VolumeFolder folder;
    private IReadOnlyList<string> stored = [];

    protected Damages(FileKey? key) => folder = new(key);

    public async Task InitializeAsync()
    {
        for (var file = 0; file < 5; file++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Tree, $"file-{file}"), $"content {file}");
        }

        await folder.BackUpAsync("first");
        stored =
        [
            .. Directory.EnumerateFiles(folder.StorePath, "*", SearchOption.AllDirectories)
                .Where(file => file.Contains("/volumes/", StringComparison.Ordinal) && !file.Contains("/keys/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(3, stored.Count);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_flipped_bit_is_found_wherever_it_is()
    {
        foreach (var file in stored)
        {
            var content = await File.ReadAllBytesAsync(file);
            for (var position = 0; position < content.Length; position += Campaign.Count(7, 1))
            {
                var changed = content.ToArray();
                changed[position] ^= (byte)(1 << (position % 8));
                await File.WriteAllBytesAsync(file, changed);

                await AssertRefusedAsync(file);
            }

            await File.WriteAllBytesAsync(file, content);
        }
    }

    [Fact]
    public async Task A_file_that_ends_too_early_or_is_gone_is_found()
    {
        foreach (var file in stored)
        {
            var content = await File.ReadAllBytesAsync(file);
            for (var length = 0; length < content.Length; length += Campaign.Count(11, 1))
            {
                await File.WriteAllBytesAsync(file, content[..length]);
                await AssertRefusedAsync(file);
            }

            File.Delete(file);
            await AssertRefusedAsync(file);
            await File.WriteAllBytesAsync(file, content);
        }
    }

    [Fact]
    public async Task Packs_that_took_each_others_places_are_found()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "another"), "of the second backup");
        await folder.BackUpAsync("second");
        var packs = Directory.GetFiles(folder.StorePath, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/packs/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, packs.Length);
        var (one, other) = (await File.ReadAllBytesAsync(packs[0]), await File.ReadAllBytesAsync(packs[1]));
        await File.WriteAllBytesAsync(packs[0], other);
        await File.WriteAllBytesAsync(packs[1], one);

        var damage = await DamageAsync("second");

        Assert.Equal(2, damage.Count);
        Assert.All(damage, found => Assert.Contains("/packs/", found.Where, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_damaged_is_restored_where_that_is_asked_for()
    {
        var large = new byte[20_000_000];
        new Random(1).NextBytes(large);
        await File.WriteAllBytesAsync(Path.Combine(folder.Tree, "large"), large);
        await folder.BackUpAsync("second");
        var pack = Directory.GetFiles(folder.StorePath, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/packs/", StringComparison.Ordinal))
            .MaxBy(file => new FileInfo(file).Length)!;
        var content = await File.ReadAllBytesAsync(pack);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(pack, content);

        var (restored, result) = await folder.RestoreAsync("second", bestEffort: true);

        var lost = Assert.Single(result.Problems);
        Assert.Equal("large", lost.Path);
        Assert.Contains(Path.GetFileName(pack), lost.Message, StringComparison.Ordinal);
        Assert.Equal(5, Directory.GetFiles(restored).Length);
        Assert.Equal("content 3", await File.ReadAllTextAsync(Path.Combine(restored, "file-3")));
    }

    private async Task AssertRefusedAsync(string file)
    {
        var refused = await Assert.ThrowsAnyAsync<WorkflowsException>(() => folder.RestoreAsync("first"));

        // Without its record there is no backup, as far as anybody can tell.
        Assert.Equal(File.Exists(file) || !IsRecord(file) ? ErrorKind.Damaged : ErrorKind.NotFound, refused.Kind);
        if (File.Exists(file) || !IsRecord(file))
        {
            Assert.Contains(Path.GetFileName(file), refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(folder.Tree)!, "restored-*"));
    }

    private static bool IsRecord(string file) => file.Contains("/catalog/", StringComparison.Ordinal);

    /// <summary>What is found with the key, having looked that as much is found without it.</summary>
    private async Task<IReadOnlyList<VolumeDamagedException>> DamageAsync(string backup)
    {
        var volume = await folder.OpenAsync(backup);
        var damage = await new VolumeVerifier(folder.Store, volume.Record, volume.Keys).FindDamageAsync();
        var withoutKey = await new VolumeVerifier(folder.Store, await new VolumeCatalog(folder.Store).GetAsync(backup)).FindDamageAsync();
        Assert.Equal(damage.Select(found => found.Where), withoutKey.Select(found => found.Where));
        return damage;
    }
}

[SupportedOSPlatform("linux")]
public sealed class DamageTests() : Damages(key: null);

[SupportedOSPlatform("linux")]
public sealed class EncryptedDamageTests() : Damages(FileKey.Generate());
