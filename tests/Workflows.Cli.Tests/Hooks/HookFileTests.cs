using Workflows.Cli.Errors;
using Workflows.Cli.Hooks;
using Workflows.Core.Errors;
using Workflows.Core.Hooks;

namespace Workflows.Cli.Tests.Hooks;

public sealed class HookFileTests : IDisposable
{
    private const string Whole =
        """
        resources:
          - name: databases
            includedNamespaces: [shop-*]
            excludedNamespaces: [shop-test]
            includedResources: [pods]
            labelSelector:
              matchLabels: { app: db }
              matchExpressions:
                - { key: tier, operator: NotIn, values: [cache] }
            pre:
              - exec:
                  container: main
                  command: [/bin/sh, -c, "freeze && sync"]
                  onError: Continue
                  timeout: 1m30s
              - exec: { command: [second] }
            post:
              - exec: { command: [thaw] }
            postHooks:
              - init:
                  timeout: 5m
                  initContainers:
                    - name: wipe
                      image: busybox:1
                      command: [rm, -rf, /data/cache]
                      securityContext: { runAsUser: 0, privileged: false }
              - exec: { command: [load], execTimeout: 2m, waitTimeout: 5m, waitForReady: true, onError: Fail }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workflows-hooks-");

    private string FilePath => Path.Combine(folder.FullName, "hooks.yaml");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_velero_s_spec_says_of_a_backup_is_read()
    {
        var rule = Assert.Single(await ReadAsync(Whole));

        Assert.Equal("databases", rule.Name);
        Assert.Equal(["shop-*"], rule.Pods.IncludedNamespaces);
        Assert.Equal("app=db,tier notin (cache)", rule.Pods.LabelSelector);
        Assert.Equal(["/bin/sh", "-c", "freeze && sync"], rule.Pre[0].Command);
        Assert.Equal(
            ("main", HookOnError.Continue, TimeSpan.FromSeconds(90), "databases"),
            (rule.Pre[0].Container, rule.Pre[0].OnError, rule.Pre[0].Timeout, rule.Pre[0].Rule));
        Assert.Equal((HookOnError.Fail, ExecHook.DefaultTimeout), (rule.Pre[1].OnError, rule.Pre[1].Timeout));
        Assert.Equal(["thaw"], Assert.Single(rule.Post).Command);
        Assert.Empty(rule.Restored);
        Assert.Empty(rule.Init);
    }

    [Fact]
    public async Task What_velero_s_spec_says_of_a_restore_is_read()
    {
        await File.WriteAllTextAsync(FilePath, Whole);

        var rule = Assert.Single(await new HookFile(TimeSpan.FromHours(6)).ReadForRestoreAsync(FilePath, default));

        Assert.Empty(rule.Pre);
        var exec = Assert.Single(rule.Restored);
        Assert.Equal(new HookWait(ForReady: true, TimeSpan.FromMinutes(5)), exec.Wait);
        Assert.Equal((HookOnError.Fail, TimeSpan.FromMinutes(2)), (exec.OnError, exec.Timeout));
        Assert.Equal(
            """{"name":"wipe","image":"busybox:1","command":["rm","-rf","/data/cache"],"securityContext":{"runAsUser":0,"privileged":false}}""",
            Assert.Single(rule.Init).Container);
    }

    [Fact]
    public async Task A_restore_s_hook_that_says_nothing_continues_after_a_failure_and_waits_with_an_end()
    {
        await File.WriteAllTextAsync(FilePath, "resources: [{ name: a, postHooks: [{ exec: { command: [load] } }] }]");

        var exec = Assert.Single(Assert.Single(await new HookFile(TimeSpan.FromHours(6)).ReadForRestoreAsync(FilePath, default)).Restored);

        Assert.Equal(HookOnError.Continue, exec.OnError);
        Assert.Equal(new HookWait(ForReady: false, HookWait.DefaultTimeout), exec.Wait);
    }

    [Theory]
    [InlineData("resources: [{ name: a, pre: [{ exec: { command: [x], onerror: Fail } }] }]", 1, "'onerror' is not known here; there can be: command, container, onError, timeout")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: sync", 5, "'command' must be a list of texts")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      container: db", 5, "'command' is a list of words")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: [x]\n      onError: Ignore", 6, "'onError' is Fail or Continue")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: [x]\n      timeout: soon", 6, "'timeout' is a length of time")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: [x]\n      timeout: 7h", 6, "'timeout' is 7h, and this host can run a hook for 21600s at most")]
    [InlineData("resources:\n- pre: []", 2, "'name' is missing")]
    [InlineData("resources:\n- name: a\n", 2, "'a' has no hook")]
    [InlineData("resources:\n- name: a\n  includedNamespaces: [Shop]\n  pre: [{ exec: { command: [x] } }]", 2, "names of namespaces are in lower case")]
    [InlineData("resources:\n- name: a\n  labelSelector:\n    matchLabels: { \"app=b,c\": d }", 4, "no label that an object can have")]
    [InlineData("resources:\n- name: a\n  labelSelector:\n    matchExpressions:\n    - { key: a, operator: In }", 5, "'operator' is In or NotIn, with values")]
    [InlineData("resources:\n- name: a\n  postHooks:\n  - init: { initContainers: [{ name: x }] }", 4, "'image' is missing")]
    [InlineData("resources:\n- name: a\n  postHooks: [{}]", 3, "either 'exec' or 'init'")]
    [InlineData("hooks: []", 1, "'hooks' is not known here; there can be: resources")]
    [InlineData("resources: []\nresources: []", 2, "gives the same key twice")]
    [InlineData("resources: ]", 1, "is not valid YAML")]
    [InlineData("- a", 1, "must be a mapping")]
    public async Task What_is_not_understood_is_refused_with_its_line(string yaml, int line, string problem)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => ReadAsync(yaml));

        Assert.StartsWith($"{FilePath}, line {line}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Usage, refused.Kind);
    }

    [Fact]
    public async Task A_file_without_hooks_for_this_is_refused()
    {
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => ReadAsync("resources: [{ name: a, postHooks: [{ exec: { command: [load] } }] }]"));

        Assert.Contains("no entry of its resources has pre, post", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hooks_that_no_history_could_hold_are_refused()
    {
        var refused = await Assert.ThrowsAsync<UsageException>(
            () => ReadAsync($"resources: [{{ name: a, pre: [{{ exec: {{ command: [{new string('x', 9_000)}] }} }}] }}]"));

        Assert.Contains("and may have 8000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused() =>
        Assert.Contains("There is no file", (await Assert.ThrowsAsync<UsageException>(
            () => new HookFile(TimeSpan.FromHours(6)).ReadForBackupAsync(FilePath, default))).Message, StringComparison.Ordinal);

    private async Task<IReadOnlyList<HookRule>> ReadAsync(string yaml)
    {
        await File.WriteAllTextAsync(FilePath, yaml);
        return await new HookFile(TimeSpan.FromHours(6)).ReadForBackupAsync(FilePath, default);
    }
}
