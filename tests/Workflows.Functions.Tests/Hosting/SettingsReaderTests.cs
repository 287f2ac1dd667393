using Microsoft.Extensions.Configuration;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Core.Volumes;
using Workflows.Functions.Hosting;

namespace Workflows.Functions.Tests.Hosting;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("workflows-settings-");

    [Fact]
    public async Task What_is_set_is_what_the_app_works_with()
    {
        var keyFile = Path.Combine(root.FullName, "key");
        var key = await KeyFile.CreateAsync(keyFile);

        var settings = Read(
            (SettingsReader.Store, $"file://{root.FullName}/"),
            (SettingsReader.Host, "blue-team"),
            (SettingsReader.KeyFile, keyFile),
            (SettingsReader.MoverImage, " registry.example.com/workflows-mover:1 "),
            (SettingsReader.KeepInstances, "12h"));

        Assert.Equal(root.FullName, settings.Store);
        Assert.Equal("blue-team", settings.Host);
        Assert.Equal("registry.example.com/workflows-mover:1", settings.Mover.Image);
        Assert.Equal(TimeSpan.FromHours(12), settings.KeepInstances);
        var found = settings.FindKey()!;
        Assert.Equal((key.KeyId, true), (found.Reference.KeyId, found.IsForAll));
    }

    [Fact]
    public void A_store_is_all_that_is_needed()
    {
        var settings = Read((SettingsReader.Store, root.FullName), ("WEBSITE_SITE_NAME", "workflows-prod"));

        Assert.Equal("functions-workflows-prod", settings.Host);
        Assert.Null(settings.FindKey());
        Assert.Null(settings.Mover.Image);
        Assert.Equal(TimeSpan.FromDays(30), settings.KeepInstances);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var refused = Refused(
            (SettingsReader.KeyFile, Path.Combine(root.FullName, "no-key")),
            (SettingsReader.AllowSharedKeyFile, "perhaps"),
            (SettingsReader.Kubeconfig, Path.Combine(root.FullName, "no-kubeconfig")),
            (SettingsReader.KeepInstances, "a while"));

        string[] names =
        [
            SettingsReader.Store, SettingsReader.AllowSharedKeyFile, SettingsReader.KeepInstances, SettingsReader.KeyFile,
            SettingsReader.Kubeconfig,
        ];
        Assert.Equal(names, refused.Problems.Select(problem => problem.Split(' ', ':')[0]));
        Assert.All(refused.Problems, problem => Assert.Contains(problem, refused.Message));
    }

    [Fact]
    public void Movers_may_be_told_how_much_they_take_and_how_many_they_are()
    {
        var mover = Read([
            (SettingsReader.Store, root.FullName),
            .. Limits("200m", "4", "512Mi", "2Gi", "16", "4", "10m", "12h"),
        ]).Mover;

        Assert.Equal(new() { CpuRequest = "200m", CpuLimit = "4", MemoryRequest = "512Mi", MemoryLimit = "2Gi" }, mover.Resources);
        Assert.Equal((16, 4), (mover.Window, mover.PerNode));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromHours(12)), (mover.Patience, mover.Limit));
    }

    [Fact]
    public void What_movers_can_not_be_is_told_of_each_setting_by_its_name()
    {
        var refused = Refused([(SettingsReader.Store, root.FullName), .. Limits("2", "1", "much", "0", "0", "many", "for ever", "-1h")]);

        Assert.Contains("WORKFLOWS_MOVER_CPU_REQUEST 2 is more than WORKFLOWS_MOVER_CPU_LIMIT 1.", refused.Problems);
        Assert.All(
            SettingsReader.MoverLimitNames.Values.Except(["WORKFLOWS_MOVER_CPU_LIMIT"]),
            name => Assert.Single(refused.Problems, problem => problem.StartsWith($"{name} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_key_in_a_vault_and_an_endpoint_for_events_are_taken_and_nobody_is_asked_yet()
    {
        var settings = Read(
            (SettingsReader.Store, root.FullName),
            (SettingsReader.KeyVault, "https://safe.vault.azure.net/keys/backups"),
            (SettingsReader.EventsTo, "https://told.westeurope-1.eventgrid.azure.net/api/events"));

        Assert.Equal("https://safe.vault.azure.net/keys/backups", settings.FindKey()!.Reference.KeyId);
        Assert.True(settings.FindKey()!.IsForAll);
        Assert.Equal(("https://told.westeurope-1.eventgrid.azure.net/api/events", null), settings.Events);
    }

    [Fact]
    public void Two_keys_and_what_is_no_endpoint_are_refused_without_being_repeated()
    {
        var refused = Refused(
            (SettingsReader.Store, root.FullName),
            (SettingsReader.KeyFile, Path.Combine(root.FullName, "no-key")),
            (SettingsReader.KeyVault, "https://example.com/?sig=c2VjcmV0"),
            (SettingsReader.EventsTo, "ftp://c2VjcmV0@example.com"));

        Assert.Contains("name two keys", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{SettingsReader.KeyVault} names no key", refused.Message, StringComparison.Ordinal);
        Assert.Contains(SettingsReader.EventsTo, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relative/folder", "whole path")]
    [InlineData("s3://bucket", "'s3'")]
    [InlineData("https://account.blob.core.windows.net/archives?sig=c2VjcmV0", "holds a query")]
    public void A_store_that_can_not_be_is_refused_without_its_secrets(string address, string reason)
    {
        var refused = Refused((SettingsReader.Store, address));

        Assert.Contains(reason, Assert.Single(refused.Problems), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("c2VjcmV0", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_others_can_read_is_taken_only_when_that_is_said()
    {
        var keyFile = Path.Combine(root.FullName, "key");
        await KeyFile.CreateAsync(keyFile);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Refused((SettingsReader.Store, root.FullName), (SettingsReader.KeyFile, keyFile));
        var settings = Read(
            (SettingsReader.Store, root.FullName), (SettingsReader.KeyFile, keyFile), (SettingsReader.AllowSharedKeyFile, "true"));

        Assert.True(settings.FindKey()!.Reference.AllowShared);
    }

    public void Dispose() => root.Delete(recursive: true);

    /// <summary>All that can be said of movers, in the order of the limits.</summary>
    private static IEnumerable<(string Name, string Value)> Limits(params string[] values) =>
        Enum.GetValues<MoverLimit>().Select(limit => SettingsReader.MoverLimitNames[limit]).Zip(values);

    private static SettingsException Refused(params (string Name, string Value)[] values) =>
        Assert.Throws<SettingsException>(() => Read(values));

    private static AppSettings Read(params (string Name, string Value)[] values) => SettingsReader.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(pair => pair.Name, string? (pair) => pair.Value, StringComparer.Ordinal))
            .Build());
}
