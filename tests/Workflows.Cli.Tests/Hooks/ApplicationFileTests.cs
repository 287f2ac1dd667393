using Workflows.Cli.Errors;
using Workflows.Cli.Hooks;
using Workflows.Core.Hooks;

namespace Workflows.Cli.Tests.Hooks;

public sealed class ApplicationFileTests : IDisposable
{
    private const string Shop =
        """
        apiVersion: workflows.dev/v1
        kind: ProtectedApplication
        metadata: { name: shop, namespace: prod }
        spec:
          resourceSelection:
            type: Selector
            selector: { matchLabels: { app: shop } }
          components:
            - name: database
              resourceKind: StatefulSet
              resourceNames: [db]
              strategy:
                type: BackupAllRestoreAll
                backupAllRestoreAll:
                  backupPreHooks: [{ name: freeze, container: db, command: [/freeze.sh], timeout: 1m }]
                  backupPostHooks: [{ name: thaw, command: [/thaw.sh], onError: Continue }]

        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-applications-");

    private string FilePath => Path.Combine(folder.FullName, "applications.yaml");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task An_application_is_its_components_hooks_and_all_its_pods_together()
    {
        var rules = await ReadAsync(Shop + "---\n" + Shop.Replace("name: shop,", "name: other,", StringComparison.Ordinal));

        Assert.Equal(["shop/database", "shop", "other/database", "other"], rules.Select(rule => rule.Name));
        Assert.All(rules.Take(2), rule => Assert.Equal("prod/shop", rule.Application));
        Assert.All(rules, rule => Assert.Equal(["prod"], rule.Pods.IncludedNamespaces));
        Assert.All(rules, rule => Assert.Equal("app=shop", rule.Pods.LabelSelector));
        Assert.Equal([new HookedWorkload("StatefulSet", "db")], rules[0].Workloads);
        var pre = Assert.Single(rules[0].Pre);
        Assert.Equal(["/freeze.sh"], pre.Command);
        Assert.Equal(("db", TimeSpan.FromMinutes(1), "shop/database/freeze"), (pre.Container, pre.Timeout, pre.Rule));
        Assert.Equal(HookOnError.Continue, Assert.Single(rules[0].Post).OnError);
        Assert.Empty(rules[1].Workloads);
        Assert.Empty(rules[1].Pre);
    }

    [Theory]
    [InlineData("workflows.dev/v1", "workflows.dev/v2", 2, "apiVersion workflows.dev/v1")]
    [InlineData("StatefulSet", "Service", 9, "'resourceKind' (Deployment, StatefulSet")]
    [InlineData("type: BackupAllRestoreAll", "type: DumpAndLoad", 13, "'type' is BackupAllRestoreAll")]
    [InlineData("backupPostHooks", "backupPosthooks", 16, "'backupPosthooks' is not known here")]
    [InlineData("namespace: prod", "namespace: prod-*", 3, "'namespace' is the name of one namespace")]
    [InlineData("type: Selector", "type: ApplicationName", 6, "'type' is Selector")]
    [InlineData("timeout: 1m", "timeout: 7h", 15, "this host can run a hook for 21600s at most")]
    public async Task What_is_not_understood_is_refused_with_its_line(string right, string wrong, int line, string problem)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => ReadAsync(Shop.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.StartsWith($"{FilePath}, line {line}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_name_is_one_application()
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => ReadAsync($"{Shop}---\n{Shop}"));

        Assert.Contains("application prod/shop is given twice", refused.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<HookRule>> ReadAsync(string yaml)
    {
        await File.WriteAllTextAsync(FilePath, yaml);
        return await new ApplicationFile(new(TimeSpan.FromHours(6))).ReadAsync(FilePath, default);
    }
}
