using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Archive.Deleting;
using Workflows.Archive.Encryption.Envelopes;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Format;
using Workflows.Archive.Restores;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;
using Workflows.Core.Keys;
using Workflows.Core.Restores;

namespace Workflows.Activities.Tests.Restores;

/// <summary>What is recorded of a restore from an encrypted backup, and who can read what of it.</summary>
public sealed class EncryptedRecordTests : IAsyncLifetime, IDisposable
{
    private const string Planted = "planted-name";

    private readonly RestoreRun run = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-record-key-");
    private readonly FileKey other = FileKey.Generate();
    private readonly RestorePlan plan = new(
        "plan", new(2026, 5, 20, 3, 0, 0, TimeSpan.Zero), TestBackup.Uid, "nowhere", "v1.32.0", [new(0, "all", 1, 1, false)], 1, OutcomeCounts.None);

    private FileKey key = null!;
    private RestoreSpec spec = null!;

    private RestoreCatalog Opened => new(run.Store, key);

    public async Task InitializeAsync()
    {
        var file = Path.Combine(folder.FullName, "a.key");
        key = await KeyFile.CreateAsync(file);
        spec = run.Spec(cluster: run.NoCluster()) with
        {
            Key = new KeyReference(file, key.KeyId),
            NamespaceMappings = new Dictionary<string, string>(StringComparer.Ordinal) { [Planted] = $"{Planted}-copy" },
        };
        await run.BackUpAsync(key, TestObject.Guestbook());
        var documents = run.Documents(spec, plan.PlanId);
        var outcome = new ObjectOutcome(new(new("secrets", ""), "shop", Planted), RestoreOutcome.Failed, $"No {Planted}.");
        await documents.WriteOutcomesAsync(0, 0, "counts", [outcome], default);
        await documents.WriteRestoredAsync(0, 0, [new(0, "counts")], default);
        await documents.WritePlannedAsync([], default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        run.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Nothing_in_the_store_names_an_object_and_the_key_gives_all_of_it_back()
    {
        await run.FinishAsync(spec, plan, failure: $"{Planted} is in the way.");

        Assert.Empty(FilesWith(Planted));
        Assert.DoesNotContain(FilesWith("nowhere"), file => !file.EndsWith(".kubeconfig", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(run.Folder, "velero", "restores")));
        var report = (await Opened.FindAsync("first"))!;
        Assert.Equal(("nowhere", $"{Planted}-copy"), (report.Context, report.Spec.NamespaceMappings[Planted]));
        Assert.Contains(Planted, Assert.Single(report.Problems).Message, StringComparison.Ordinal);
        Assert.Equal([Planted], (await Opened.ReadOutcomesAsync("first").ToListAsync()).Select(outcome => outcome.Key.Name));
    }

    [Fact]
    public async Task Without_the_key_it_tells_how_it_went_and_not_what_was_restored()
    {
        await run.FinishAsync(spec, plan, new(1, 1), unserved: 2);

        var overview = Assert.Single(await run.Catalog.ListAsync().ToListAsync()).Overview!;
        Assert.Equal(("first", "nightly", RestorePhase.PartiallyFailed), (overview.Name, overview.Backup, overview.Phase));
        Assert.Equal((1, 1, 1, 1, 0), (overview.Counts.Failed, overview.Compared, overview.Different, overview.Warnings, overview.Errors));
        Assert.Equal((true, null), (overview.IsEncrypted, overview.Context));
        Assert.Equal(key.KeyId, await run.Catalog.FindKeyIdAsync("first"));
        var needed = await Assert.ThrowsAsync<KeyNeededException>(() => run.Catalog.FindAsync("first"));
        Assert.StartsWith("The record of restore \"first\" is encrypted", needed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KeyNeededException>(() => run.OutcomesAsync("first"));
        var wrong = new RestoreCatalog(run.Store, other);
        await Assert.ThrowsAsync<WrongKeyException>(() => wrong.FindAsync("first"));
        await Assert.ThrowsAsync<WrongKeyException>(async () => await wrong.ReadOutcomesAsync("first").ToListAsync());
    }

    [Fact]
    public async Task It_outlives_its_backup()
    {
        await run.FinishAsync(spec, plan);

        await ArchiveDeletion.DeleteAsync(run.Store, "nightly", TestBackup.Owner());

        Assert.Equal("nowhere", (await Opened.FindAsync("first"))!.Context);
        Assert.Single(await Opened.ReadOutcomesAsync("first").ToListAsync());
    }

    [Fact]
    public async Task A_repeated_report_is_the_same_restore_also_when_its_key_was_rotated_meanwhile()
    {
        var summary = await run.FinishAsync(spec, plan, new(1, 0));
        Assert.Equal(summary, await run.FinishAsync(spec, plan, new(1, 0)));

        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateRestoreAsync(run.Store, "first", key, other));
        Assert.Equal(RotationOutcome.AlreadyNew, await KeyRotation.RotateRestoreAsync(run.Store, "first", key, other));

        Assert.Equal(summary, await run.FinishAsync(spec, plan, new(1, 0)));
        Assert.Single(await new RestoreCatalog(run.Store, other).ReadOutcomesAsync("first").ToListAsync());
        await Assert.ThrowsAsync<WrongKeyException>(() => Opened.FindAsync("first"));
    }

    [Fact]
    public async Task What_an_attempt_left_that_never_recorded_anything_is_taken_up_byte_for_byte()
    {
        // The record is written last: without it, this is a store after a crash.
        await run.FinishAsync(spec, plan);
        await run.Store.DeleteAsync(ArchiveLayout.RestoreRecord("first"));
        Assert.Null(await KeyRotation.RotateRestoreAsync(run.Store, "first", key, other));
        var left = Snapshot();

        await run.FinishAsync(spec, plan);

        Assert.Equal(left, Snapshot().Where(file => left.ContainsKey(file.Key)).ToDictionary(StringComparer.Ordinal));
        Assert.Single(await Opened.ReadOutcomesAsync("first").ToListAsync());
    }

    [Fact]
    public async Task What_a_run_with_another_key_left_is_in_nobodys_way()
    {
        await RestoreRecorder.BeginAsync(run.Store, "first", "dead", Guid.NewGuid(), other);

        await run.FinishAsync(spec, plan);

        Assert.Single(await Opened.ReadOutcomesAsync("first").ToListAsync());
    }

    [Fact]
    public async Task A_late_twin_changes_nothing_wherever_it_was_held()
    {
        var recorder = await RestoreRecorder.BeginAsync(run.Store, "first", plan.PlanId, plan.BackupUid, key);
        await run.FinishAsync(spec, plan);
        var (before, report) = (Snapshot(), (await Opened.FindAsync("first"))!);

        await recorder.RecordAsync(AsyncEnumerable.Empty<ObjectOutcome>(), () => report);

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task Cleaning_up_keeps_what_the_record_names_and_removes_the_rest_of_the_run()
    {
        await RestoreClaims.TakeAsync(run.Store, "first", TestRestore.Claim("run@here"));
        await RestoreRecorder.BeginAsync(run.Store, "first", $"{plan.PlanId}-failed", plan.BackupUid, key);
        await run.FinishAsync(spec, plan);

        Assert.True(await run.CleanUpAsync(spec));

        Assert.Single(await Opened.ReadOutcomesAsync("first").ToListAsync());
        Assert.Equal(
            [ArchiveLayout.RestoreKeyEnvelope("first", plan.PlanId)],
            await run.Store.ListAsync(ArchiveLayout.RestoreKeyEnvelopes("first")).Select(blob => blob.Path).ToListAsync());
    }

    [Fact]
    public async Task Cleaning_up_keeps_all_where_the_record_can_not_be_read()
    {
        await RestoreClaims.TakeAsync(run.Store, "first", TestRestore.Claim("run@here"));
        await run.FinishAsync(spec, plan);
        await File.WriteAllTextAsync(Path.Combine(run.Folder, ArchiveLayout.RestoreRecord("first")), "{");

        Assert.True(await run.CleanUpAsync(spec));

        Assert.True(File.Exists(EnvelopeFile));
        Assert.Single(await run.Store.ListAsync(ArchiveLayout.RestoreOutcomesFolder("first")).ToListAsync());
        Assert.Null(await RestoreClaims.FindAsync(run.Store, "first"));
    }

    [Fact]
    public async Task The_key_of_a_record_stays_while_its_run_has_not_ended()
    {
        await RestoreClaims.TakeAsync(run.Store, "first", TestRestore.Claim("run@here"));
        await run.FinishAsync(spec, plan);

        var inUse = await Assert.ThrowsAsync<KeyInUseException>(() => KeyRotation.RotateRestoreAsync(run.Store, "first", key, other));
        Assert.Equal(("run@here", ErrorKind.Conflict), (inUse.Run, inUse.Kind));
        await run.CleanUpAsync(spec);

        Assert.Equal(RotationOutcome.Rotated, await KeyRotation.RotateRestoreAsync(run.Store, "first", key, other));
    }

    [Fact]
    public async Task A_run_whose_backup_was_deleted_says_so()
    {
        await ArchiveDeletion.DeleteAsync(run.Store, "nightly", TestBackup.Owner());

        var gone = await Assert.ThrowsAsync<WorkflowsException>(() => run.FinishAsync(spec, plan));

        Assert.Equal(ErrorKind.NotFound, gone.Kind);
        Assert.Contains("Backup \"nightly\"", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_restore_of_the_name_changes_nothing()
    {
        await run.FinishAsync(spec, plan);
        var before = Snapshot();

        var taken = await Assert.ThrowsAsync<WorkflowsException>(
            () => run.FinishAsync(spec, plan with { StartedAt = plan.StartedAt.AddDays(1) }));

        Assert.Equal(ErrorKind.Conflict, taken.Kind);
        Assert.Equal(before, Snapshot());
    }

    [Theory]
    [InlineData("name")]
    [InlineData("counts")]
    [InlineData("sealed")]
    [InlineData("envelope")]
    [InlineData("phase")]
    [InlineData("outcomes")]
    public async Task A_record_that_was_changed_is_damaged(string member)
    {
        await run.FinishAsync(spec, plan);
        var path = Path.Combine(run.Folder, ArchiveLayout.RestoreRecord("first"));
        var record = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        record[member] = member switch
        {
            "counts" => new JsonObject { ["created"] = 9, ["unchanged"] = 0, ["updated"] = 0, ["skipped"] = 0, ["failed"] = 0 },
            "sealed" => Flip(record["sealed"]!.GetValue<string>()),
            "phase" => "Completed",
            _ => "other",
        };
        await File.WriteAllTextAsync(path, record.ToJsonString());

        Assert.Equal(ErrorKind.Damaged, (await Assert.ThrowsAsync<WorkflowsException>(() => Opened.FindAsync("first"))).Kind);
    }

    [Fact]
    public async Task Outcomes_that_were_cut_or_are_of_another_restore_are_damaged()
    {
        await run.FinishAsync(spec, plan);
        var documents = run.Documents(spec with { Name = "second" }, plan.PlanId);
        await documents.WritePlannedAsync([], default);
        await run.FinishAsync(spec with { Name = "second" }, plan);
        var path = Path.Combine(run.Folder, ArchiveLayout.RestoreOutcomes("first", plan.PlanId, isEncrypted: true));
        var whole = await File.ReadAllBytesAsync(path);

        foreach (var wrong in new[]
        {
            [],
            whole[..^1],
            await File.ReadAllBytesAsync(Path.Combine(run.Folder, ArchiveLayout.RestoreOutcomes("second", plan.PlanId, isEncrypted: true))),
        })
        {
            await File.WriteAllBytesAsync(path, wrong);
            var damaged = await Assert.ThrowsAsync<WorkflowsException>(async () => await Opened.ReadOutcomesAsync("first").ToListAsync());
            Assert.Equal(ErrorKind.Damaged, damaged.Kind);
        }

        // A restore of nothing has a record like any other.
        Assert.Empty(await Opened.ReadOutcomesAsync("second").ToListAsync());
    }

    [Fact]
    public async Task An_envelope_of_another_restore_or_of_the_backup_opens_nothing()
    {
        await run.FinishAsync(spec, plan);

        File.Copy(Path.Combine(run.Folder, ArchiveLayout.KeyEnvelope("nightly")), EnvelopeFile, overwrite: true);

        Assert.Equal(ErrorKind.Damaged, (await Assert.ThrowsAsync<WorkflowsException>(() => Opened.FindAsync("first"))).Kind);
    }

    [Fact]
    public async Task A_record_in_the_clear_is_not_taken_for_one_made_with_the_key()
    {
        await run.FinishAsync(spec, plan);
        var report = (await Opened.FindAsync("first"))!;
        await run.Store.DeleteAsync(ArchiveLayout.RestoreRecord("first"));
        var recorder = await RestoreRecorder.BeginAsync(run.Store, "first", "clear", plan.BackupUid, wrapping: null);
        await recorder.RecordAsync(AsyncEnumerable.Empty<ObjectOutcome>(), () => report);

        await Assert.ThrowsAsync<NotEncryptedException>(() => Opened.FindAsync("first"));
    }

    private string EnvelopeFile => Path.Combine(run.Folder, ArchiveLayout.RestoreKeyEnvelope("first", plan.PlanId));

    private static string Flip(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        bytes[^1] ^= 1;
        return Convert.ToBase64String(bytes);
    }

    private IEnumerable<string> FilesWith(string text) => Directory
        .GetFiles(run.Folder, "*", SearchOption.AllDirectories)
        .Where(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(text, StringComparison.Ordinal));

    private Dictionary<string, string> Snapshot() => Directory
        .GetFiles(run.Folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, file => Convert.ToBase64String(File.ReadAllBytes(file)), StringComparer.Ordinal);
}
