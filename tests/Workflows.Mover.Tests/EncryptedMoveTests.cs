using Workflows.Core.Errors;
using Workflows.Mover.Commands;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests;

/// <summary>Movers of what is encrypted: they have the keys that they need, and no other.</summary>
public sealed class EncryptedMoveTests : IDisposable
{
    private const string Secret = "what nobody may read";

    private readonly MoverFolder folder = new();

    public EncryptedMoveTests() => File.WriteAllText(Path.Combine(folder.Tree, "a-telling-name"), Secret);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_backed_up_encrypted_is_restored_with_the_keys_of_its_attempts()
    {
        var key = await folder.KeyAsync();
        await folder.BackUpAsync("first", key);
        await File.WriteAllTextAsync(Path.Combine(folder.Tree, "added"), "more");

        var second = await folder.BackUpAsync("second", key);
        var (restored, outcome) = await folder.RestoreAsync("second", key);

        Assert.Equal(MoverOutcome.Completed, outcome.Outcome);
        Assert.Equal(MoverFolder.Describe(folder.Tree), MoverFolder.Describe(restored));
        Assert.Equal(("first", 2), (second.Parent, second.Attempts.Count));
        Assert.DoesNotContain(Secret, folder.StoredText());
        Assert.DoesNotContain("telling", folder.StoredText());
    }

    [Fact]
    public async Task In_the_clear_it_would_be_there_to_be_read()
    {
        await folder.BackUpAsync("first");

        Assert.Contains(Secret, folder.StoredText());
    }

    /// <summary>Else it would be stored in the clear, or be unreadable.</summary>
    [Fact]
    public async Task A_backup_takes_no_key_but_its_own()
    {
        var key = await folder.KeyAsync();
        var header = await folder.HeaderAsync(HandoverKind.Backup, "nightly", Handovers.Attempt);
        var other = new string('a', 32);
        var running = await folder.StartAsync(MoverCommand.Backup);

        var others = await folder.HandOverAsync(header with { Keys = HandoverKeys.ForBackup(key, other) });
        var two = await folder.HandOverAsync(header with
        {
            Keys = new Dictionary<string, byte[]>
            {
                [other] = Handovers.Key,
                [Handovers.Attempt] = Handovers.Key,
            },
        });

        Assert.All([others, two], answer => Assert.False(answer.Accepted));
        folder.Terminate();
        await running;
    }

    [Fact]
    public async Task A_parent_in_the_clear_is_none_for_what_is_encrypted()
    {
        await folder.BackUpAsync("first");
        var runs = await folder.RunsAsync();
        await using var parent = await runs.FindParentAsync(MoverFolder.Volume);
        var header = await folder.HeaderAsync(HandoverKind.Backup, "second", Handovers.Attempt) with
        {
            Keys = HandoverKeys.ForBackup(await folder.KeyAsync(), Handovers.Attempt),
        };
        var running = await folder.StartAsync(MoverCommand.Backup);

        var answer = await folder.HandOverAsync(header, parent!.WriteAsync);

        Assert.Equal((false, ErrorKind.Usage), (answer.Accepted, answer.Kind));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Spool));
        folder.Terminate();
        await running;
    }

    [Fact]
    public async Task A_restore_without_all_keys_is_refused_before_anything_is_read()
    {
        var key = await folder.KeyAsync();
        var record = await folder.BackUpAsync("nightly", key);
        var header = await folder.HeaderAsync(HandoverKind.Restore, "nightly", Handovers.Attempt);
        var running = await folder.StartAsync(MoverCommand.Restore);

        var without = await folder.HandOverAsync(header, (stream, ct) => HandedRecord.WriteAsync(record, stream, ct));
        var needless = await folder.HandOverAsync(
            header with { Keys = new Dictionary<string, byte[]>(HandoverKeys.ForRestore(key, record)) { [new('a', 32)] = Handovers.Key } },
            (stream, ct) => HandedRecord.WriteAsync(record, stream, ct));

        Assert.All([without, needless], answer => Assert.False(answer.Accepted));
        Assert.Contains("keys of 1 attempts", without.Message);
        folder.Terminate();
        await running;
    }
}
