using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Web;
using Azure.Storage.Blobs.Specialized;
using Workflows.Archive.Copying;
using Workflows.Archive.Errors;
using Workflows.Archive.IO;
using Workflows.Archive.Staging;
using Workflows.Archive.Stores;
using Workflows.Archive.Tests.Stores.Azure;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Copying;

/// <summary>Files that come from one store into another, small ones whole and others by spans.</summary>
public sealed class FileCopyTests
{
    private const string Path = "velero/backups/nightly/nightly.tar.gz";

    private static readonly Guid Copy = Guid.NewGuid();

    private readonly MemoryStore from = new();
    private readonly MemoryStore to = new();

    [Fact]
    public async Task A_large_file_comes_by_spans_of_whole_runs_and_goes_on_in_another_process()
    {
        var content = RandomNumberGenerator.GetBytes((65 << 20) + 12_345);
        var file = FileOf(content, 1_000, 64 << 20, 7, content.Length - 1_007 - (64 << 20));
        from.Overwrite(Path, content);
        Assert.Equal((false, 2), (FileCopy.IsSmall(file), FileCopy.SpansOf(file)));

        var first = await CopyAsync(to);
        Assert.False(await first.IsThereAsync(file));
        await first.StageAsync(file, 0);
        await first.StageAsync(file, 0);
        var second = await CopyAsync(to);
        await second.StageAsync(file, 1);
        Assert.True(await second.CommitAsync(file));
        Assert.True(await first.CommitAsync(file), "A twin has taken the blocks.");

        Assert.Equal(content, to.Snapshot()[Path]);
        Assert.InRange(to.MostBytesBeingStaged, 1, 4 << 20);
        Assert.True(await first.IsThereAsync(file));
    }

    [Fact]
    public async Task Spans_that_are_not_staged_any_more_are_to_be_staged_again()
    {
        var content = RandomNumberGenerator.GetBytes(18 << 20);
        var file = FileOf(content, content.Length);
        from.Overwrite(Path, content);
        var copy = await CopyAsync(to);
        await copy.StageAsync(file, 0);
        await to.DiscardBlocksAsync(Path);

        Assert.False(await copy.CommitAsync(file));
        await copy.StageAsync(file, 0);
        Assert.True(await copy.CommitAsync(file));
    }

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(18 << 20)]
    public async Task What_is_not_what_was_written_is_named_and_never_comes(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var file = FileOf(content, 100, length - 100);
        byte[][] damaged = [[.. content.AsSpan(0, length - 1)], [.. content, 1], [.. content[..50], (byte)(content[50] ^ 1), .. content[51..]]];
        foreach (var bytes in damaged)
        {
            from.Overwrite(Path, bytes);

            var found = await Assert.ThrowsAsync<ArchiveDamagedException>(async () => await BringAsync(await CopyAsync(to), file));

            Assert.Equal(Path, found.Where);
            Assert.DoesNotContain(Path, to.Snapshot().Keys);
        }
    }

    [Fact]
    public async Task Under_the_backups_own_name_other_content_is_replaced_and_in_a_container_never()
    {
        var content = RandomNumberGenerator.GetBytes(1_000);
        from.Overwrite(Path, content);
        var file = FileOf(content, content.Length);
        var copy = await CopyAsync(to);
        to.Overwrite(Path, new byte[1_000]);

        Assert.False(await copy.IsThereAsync(file));
        await copy.CopyAsync(file);
        Assert.Equal(content, to.Snapshot()[Path]);

        to.Overwrite(Path, [1, 2, 3]);
        var shared = file with { Container = "claim-1" };
        Assert.False(await copy.IsThereAsync(shared));
        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<WorkflowsException>(() => copy.CopyAsync(shared))).Kind);
        Assert.Equal([1, 2, 3], to.Snapshot()[Path]);
    }

    [Fact]
    public async Task An_empty_file_is_copied_too()
    {
        from.Overwrite(Path, []);

        await (await CopyAsync(to)).CopyAsync(FileOf([], 0));

        Assert.Empty(to.Snapshot()[Path]);
    }

    [Fact]
    public async Task Without_the_name_nothing_is_written()
    {
        var content = RandomNumberGenerator.GetBytes(1_000);
        from.Overwrite(Path, content);
        var file = FileOf(content, content.Length);
        var copy = await CopyAsync(to);
        await BackupReservation.ReleaseAsync(to, "nightly", Copy);

        await Assert.ThrowsAsync<BackupConflictException>(() => copy.CopyAsync(file));

        Assert.Empty(to.Snapshot());
    }

    [AzuriteFact]
    public async Task Files_go_to_azure_and_come_back()
    {
        using var container = new TestContainer();
        var azure = container.Store();
        var back = new MemoryStore();
        foreach (var length in new[] { 0, 5_000_000, 20 << 20 })
        {
            var content = RandomNumberGenerator.GetBytes(length);
            from.Overwrite(Path, content);
            var file = FileOf(content, length);

            await BringAsync(await CopyAsync(azure), file);
            var copy = new FileCopy(new CopySource(azure, "nightly"), azure, await TargetAsync(back), back);
            await BringAsync(copy, file);
            await BringAsync(copy, file);

            Assert.Equal(content, back.Snapshot()[Path]);
            Assert.True(await (await CopyAsync(azure)).IsThereAsync(file));
        }
    }

    [AzuriteFact]
    public async Task Between_containers_of_azure_volumes_data_and_large_files_go_from_store_to_store()
    {
        using var container = new TestContainer();
        using var other = new TestContainer();
        var (source, azure) = (container.Store(prefix: "a"), other.Store(Azurite.QuickOptions(new BlocksFromUrls(other)), prefix: "b"));
        foreach (var length in new[] { 0, 1, 5_000_000, 20 << 20 })
        {
            var content = RandomNumberGenerator.GetBytes(length);
            await source.WriteAsync(Path, content, WriteCondition.None);
            var file = FileOf(content, length) with { Container = "claim-1" };
            var copy = new FileCopy(new CopySource(source, "nightly"), source, await TargetAsync(azure), azure);

            Assert.Equal(length, await BringAsync(copy, file));

            Assert.Equal(content, await SmallBlobs.ReadAsync(azure, Path, int.MaxValue, default));
            Assert.True(await copy.IsThereAsync(file));
            await azure.DeleteAsync(Path);
            Assert.Equal(length > (17 << 20) ? length : 0, await BringAsync(copy, file with { Container = null }));
            Assert.Equal(content, await SmallBlobs.ReadAsync(azure, Path, int.MaxValue, default));
            await azure.DeleteAsync(Path);
        }
    }

    [AzuriteFact]
    public async Task Where_the_target_can_t_read_the_source_files_come_through_this_process()
    {
        using var container = new TestContainer();
        using var other = new TestContainer();
        var handler = new UnreachableSource();
        var (source, azure) = (container.Store(), other.Store(Azurite.QuickOptions(handler)));
        foreach (var length in new[] { 2_000_000, 20 << 20 })
        {
            var content = RandomNumberGenerator.GetBytes(length);
            await source.WriteAsync(Path, content, WriteCondition.None);
            var file = FileOf(content, length) with { Container = "claim-1" };
            var copy = new FileCopy(new CopySource(source, "nightly"), source, await TargetAsync(azure), azure);

            Assert.Equal(0, await BringAsync(copy, file));

            Assert.Equal(content, await SmallBlobs.ReadAsync(azure, Path, int.MaxValue, default));
            await azure.DeleteAsync(Path);
        }

        Assert.Equal(2, handler.Asked);
    }

    private static CopyFile FileOf(byte[] content, params int[] lengths)
    {
        var (runs, offset) = (new List<CopyRun>(), 0);
        foreach (var length in lengths)
        {
            runs.Add(new(length, Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(offset, length)))));
            offset += length;
        }

        Assert.Equal(content.Length, offset);
        return new CopyFile(Path, content.Length, runs);
    }

    /// <returns>How many bytes went from store to store.</returns>
    private static async Task<long> BringAsync(FileCopy copy, CopyFile file)
    {
        if (FileCopy.IsSmall(file))
            return await copy.CopyAsync(file);

        var direct = 0L;
        for (var span = 0; span < FileCopy.SpansOf(file); span++)
            direct += await copy.StageAsync(file, span);
        Assert.True(await copy.CommitAsync(file));
        return direct;
    }

    private async Task<FileCopy> CopyAsync(IArchiveStore target) =>
        new(new CopySource(from, "nightly"), from, await TargetAsync(target), target);

    private static async Task<CopyTarget> TargetAsync(IArchiveStore store)
    {
        await BackupReservation.AcquireAsync(store, "nightly", TestBackup.Owner(Copy));
        return new CopyTarget(store, "nightly", Copy);
    }

    /// <summary>
    /// Azurite with Azure's Put Block From URL, which it lacks: the source is read by its address alone, and Azurite checks the
    /// signature in that.
    /// </summary>
    private sealed class BlocksFromUrls(TestContainer container) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.Headers.TryGetValues("x-ms-copy-source", out var source))
                return await base.SendAsync(request, cancellationToken);

            using var read = new HttpRequestMessage(HttpMethod.Get, source.Single());
            read.Headers.Range = RangeHeaderValue.Parse(request.Headers.GetValues("x-ms-source-range").Single());
            using var content = await base.SendAsync(read, cancellationToken);
            Assert.Equal(HttpStatusCode.PartialContent, content.StatusCode);
            var blob = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath).Split('/', 4)[3];
            using var block = new MemoryStream(await content.Content.ReadAsByteArrayAsync(cancellationToken));
            await container.Client.GetBlockBlobClient(blob).StageBlockAsync(
                HttpUtility.ParseQueryString(request.RequestUri.Query)["blockid"], block, cancellationToken: cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.Created);
        }
    }

    /// <summary>Azurite, but that the source is behind a network rule, as Azure answers then.</summary>
    private sealed class UnreachableSource() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.Headers.Contains("x-ms-copy-source"))
                return base.SendAsync(request, cancellationToken);
            Asked++;
            return Task.FromResult(RecordedAnswers.Refusal(
                403, "CannotVerifyCopySource", "This request is not authorized to perform this operation."));
        }
    }
}
