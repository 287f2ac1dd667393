using System.Runtime.Versioning;
using Workflows.Volumes.Restores;
using Workflows.Volumes.Tests.Support;
using Xunit.Abstractions;

namespace Workflows.Volumes.Tests;

/// <summary>Extended attributes and access control lists, on a file system that has them.</summary>
[SupportedOSPlatform("linux")]
public sealed class AttributeTests : IDisposable
{
    private const string DefaultList = "system.posix_acl_default";
    private const string AccessList = "system.posix_acl_access";

    /// <summary>Version 2; owner, user 1234, group, mask, others: tag, rights, number each.</summary>
    private static readonly byte[] List =
    [
        2, 0, 0, 0,
        1, 0, 7, 0, 255, 255, 255, 255,
        2, 0, 7, 0, 0xD2, 4, 0, 0,
        4, 0, 5, 0, 255, 255, 255, 255,
        16, 0, 7, 0, 255, 255, 255, 255,
        32, 0, 0, 0, 255, 255, 255, 255,
    ];

    private readonly VolumeFolder folder;

    public AttributeTests(ITestOutputHelper output) => folder = VolumeFolder.WithAttributes(output);

    private string Target => folder.Tree + "-target";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Attributes_and_lists_come_back_as_they_were()
    {
        var (file, directory) = (Path.Combine(folder.Tree, "file"), Path.Combine(folder.Tree, "directory"));
        await File.WriteAllTextAsync(file, "content");
        Directory.CreateDirectory(directory);
        Assert.True(Syscalls.TrySetAttribute(file, "user.note", [1, 0, 255]));
        Assert.True(Syscalls.TrySetAttribute(file, "user.empty", []));
        Assert.True(Syscalls.TrySetAttribute(directory, "user.note", [2]));
        Assert.True(Syscalls.TrySetAttribute(file, AccessList, List));
        Assert.True(Syscalls.TrySetAttribute(directory, DefaultList, List));
        await folder.BackUpAsync("first");

        var (restored, result) = await folder.RestoreAsync("first");

        Assert.Empty(result.Problems);
        var (fileThen, directoryThen) = (Path.Combine(restored, "file"), Path.Combine(restored, "directory"));
        Assert.Equal([1, 0, 255], Syscalls.FindAttribute(fileThen, "user.note"));
        Assert.Equal(Array.Empty<byte>(), Syscalls.FindAttribute(fileThen, "user.empty"));
        Assert.Equal([2], Syscalls.FindAttribute(directoryThen, "user.note"));
        Assert.Equal(List, Syscalls.FindAttribute(fileThen, AccessList));
        Assert.Equal(List, Syscalls.FindAttribute(directoryThen, DefaultList));
        Assert.Equal(VolumeFolder.Describe(folder.Tree), VolumeFolder.Describe(restored));
    }

    [Fact]
    public async Task What_the_target_passes_on_is_not_kept()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "file"), "content");
        Directory.CreateDirectory(Path.Combine(folder.Tree, "directory"));
        await folder.BackUpAsync("first");
        Directory.CreateDirectory(Target);
        Assert.True(Syscalls.TrySetAttribute(Target, DefaultList, List));

        var result = await folder.RestoreAsync("first", new VolumeRestoreRequest(Target));

        Assert.Empty(result.Problems);
        Assert.Equal(VolumeFolder.Describe(folder.Tree), VolumeFolder.Describe(Target));
    }

    [Fact]
    public async Task What_an_entry_got_since_goes_with_overwrite()
    {
        var file = Path.Combine(folder.Tree, "file");
        await File.WriteAllTextAsync(file, "content");
        var before = VolumeFolder.Describe(folder.Tree);
        await folder.BackUpAsync("first");
        Assert.True(Syscalls.TrySetAttribute(file, "user.since", [1]));
        Assert.True(Syscalls.TrySetAttribute(file, AccessList, List));

        var result = await folder.RestoreAsync("first", new VolumeRestoreRequest(folder.Tree) { Overwrite = true });

        Assert.Equal((0, 1), (result.ProblemCount, result.Unchanged));
        Assert.Equal(before, VolumeFolder.Describe(folder.Tree));
    }
}
