using System.Text;
using Workflows.Activities.Backups;
using Workflows.Activities.Restores;
using Workflows.Activities.Tests.Clusters;
using Workflows.Archive.Encryption.Errors;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Errors;
using Workflows.Core.Backups;
using Workflows.Core.Keys;
using Workflows.Core.Restores;
using Workflows.Durable;
using Workflows.Orchestrations.Backups;
using Workflows.Orchestrations.Restores;

namespace Workflows.Activities.Tests.Backups;

/// <summary>The activities of an encrypted backup and its restore, against a real API server, the store looked at after each.</summary>
public sealed class EncryptedRunTests : IAsyncLifetime, IDisposable
{
    private readonly string secret = $"planted-{Guid.NewGuid():N}";
    private readonly LiveNamespace blue = LiveNamespace.Reserve();
    private readonly LiveNamespace copy = LiveNamespace.Reserve();
    private readonly ActivityContext context = new("run", "test");
    private readonly ActivityServices services = new(TimeProvider.System);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-encrypted-");
    private FileKey key = null!;
    private KeyReference reference = null!;

    private string Store => Path.Combine(folder.FullName, "store");

    public async Task InitializeAsync()
    {
        var file = Path.Combine(folder.FullName, "a.key");
        key = await KeyFile.CreateAsync(file);
        reference = new KeyReference(file, key.KeyId);
        if (TestCluster.Kubeconfig is null)
        {
            return;
        }

        await blue.CreateAsync(Kinds.Namespaces, $$"""{ "metadata": { "name": "{{blue.Name}}" } }""");
        await blue.CreateAsync(
            Kinds.Secrets, $$"""{ "metadata": { "name": "{{secret}}" }, "stringData": { "value": "{{secret}}" } }""");
    }

    public async Task DisposeAsync()
    {
        if (TestCluster.Kubeconfig is not null)
        {
            await blue.DisposeAsync();
            await copy.DisposeAsync();
        }
    }

    public void Dispose()
    {
        services.Dispose();
        folder.Delete(recursive: true);
    }

    [ClusterFact]
    public async Task A_secret_is_backed_up_and_restored_and_never_lies_in_the_store_in_the_clear()
    {
        await BackUpAsync();

        var plan = await new PlanRestoreActivity(services).RunAsync(context, Planned(Restore(reference)), default);
        RequireNothingInTheClear();
        foreach (var wave in plan.Waves)
        {
            for (var chunk = 0; chunk < wave.Chunks; chunk++)
            {
                await new RestoreChunkActivity(services).RunAsync(
                    context, new(Restore(reference), plan.PlanId, wave.Number, chunk), default);
                RequireNothingInTheClear();
            }
        }

        Assert.Contains(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            (await copy.FindAsync(Kinds.Secrets, secret))!["data"]!["value"]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    [ClusterFact]
    public async Task A_restore_without_the_right_key_or_of_damaged_bytes_touches_nothing()
    {
        await BackUpAsync();
        var other = Path.Combine(folder.FullName, "b.key");
        var wrong = new KeyReference(other, (await KeyFile.CreateAsync(other)).KeyId);
        var planning = new PlanRestoreActivity(services);

        await Assert.ThrowsAsync<KeyNeededException>(() => planning.RunAsync(context, Planned(Restore(null)), default));
        await Assert.ThrowsAsync<WrongKeyException>(() => planning.RunAsync(context, Planned(Restore(wrong)), default));
        var archive = Directory.GetFiles(Store, "*.tar.gz.enc", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(archive);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(archive, bytes);
        await Assert.ThrowsAsync<ArchiveDamagedException>(() => planning.RunAsync(context, Planned(Restore(reference)), default));

        Assert.Null(await copy.FindAsync(Kinds.Secrets, secret));
    }

    private static PlanRestoreInput Planned(RestoreSpec spec) => new(spec, Guid.Empty, DateTimeOffset.UnixEpoch);

    private RestoreSpec Restore(KeyReference? with) => new()
    {
        Name = "back",
        Backup = "encrypted",
        Cluster = TestCluster.Reference,
        Store = Store,
        Key = with,
        NamespaceMappings = new Dictionary<string, string>(StringComparer.Ordinal) { [blue.Name] = copy.Name },
    };

    private async Task BackUpAsync()
    {
        var spec = new BackupSpec
        {
            Name = "encrypted",
            Cluster = TestCluster.Reference,
            Store = Store,
            Key = reference,
            IncludeSecrets = true,
            Selection = new() { IncludedNamespaces = [blue.Name], IncludeClusterResources = false },
        };
        var uid = Guid.NewGuid();
        await new ReserveBackupActivity(services).RunAsync(context, new(spec, uid), default);

        // An attempt that was made and not heard of, before the one that counts.
        await new PlanBackupActivity(services).RunAsync(context, new(spec, uid), default);
        var plan = await new PlanBackupActivity(services).RunAsync(context, new(spec, uid), default);
        RequireNothingInTheClear();
        var groups = new List<CapturedGroup>();
        for (var group = 0; group < plan.Groups; group++)
        {
            var parts = await new ReadPlanGroupActivity(services).RunAsync(context, new(spec, plan.PlanId, group), default);
            var captured = new List<CapturedPart>();
            foreach (var part in parts)
            {
                var result = await new CapturePartActivity(services).RunAsync(
                    context, new(spec, plan.PlanId, plan.Revision, part, part.Number, new(0, null)), default);
                RequireNothingInTheClear();
                captured.Add(new(
                    part.Number,
                    plan.Revision,
                    part.Slices.Count,
                    result.Segment is { } segment ? [segment] : [],
                    result.Hash,
                    result.Problems is { } document ? [document] : []));
            }

            groups.Add(await new RecordGroupActivity(services).RunAsync(
                context, new(spec, plan.PlanId, group, Complete: true, captured), default));
        }

        await new CommitBackupActivity(services).RunAsync(context, new(spec, plan, groups, DateTimeOffset.UnixEpoch), default);
        RequireNothingInTheClear();
        await new CleanUpBackupActivity(services).RunAsync(context, new(spec, uid), default);
        RequireNothingInTheClear();
    }

    private void RequireNothingInTheClear()
    {
        string[] needles = [secret, blue.Name, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))];
        foreach (var file in Directory.GetFiles(Store, "*", SearchOption.AllDirectories))
        {
            var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.All(needles, needle => Assert.False(
                content.Contains(needle, StringComparison.Ordinal), $"{file} holds {needle}"));
        }
    }
}
