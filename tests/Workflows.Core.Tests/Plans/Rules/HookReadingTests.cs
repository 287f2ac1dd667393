using Workflows.Core.Errors;
using Workflows.Core.Hooks;
using Workflows.Core.Plans;

namespace Workflows.Core.Tests.Plans.Rules;

public sealed class HookReadingTests
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

    private const string Source = "hooks.yaml";

    [Fact]
    public void What_velero_s_spec_says_of_a_backup_is_read()
    {
        var rule = Assert.Single(RuleReader.BackupHooks(Whole, Source));

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
    public void What_velero_s_spec_says_of_a_restore_is_read()
    {
        var rule = Assert.Single(RuleReader.RestoreHooks(Whole, Source));

        Assert.Empty(rule.Pre);
        var exec = Assert.Single(rule.Restored);
        Assert.Equal(new HookWait(ForReady: true, TimeSpan.FromMinutes(5)), exec.Wait);
        Assert.Equal((HookOnError.Fail, TimeSpan.FromMinutes(2)), (exec.OnError, exec.Timeout));
        Assert.Equal(
            """{"name":"wipe","image":"busybox:1","command":["rm","-rf","/data/cache"],"securityContext":{"runAsUser":0,"privileged":false}}""",
            Assert.Single(rule.Init).Container);
    }

    [Fact]
    public void A_restore_s_hook_that_says_nothing_continues_after_a_failure_and_waits_with_an_end()
    {
        var exec = Assert.Single(Assert.Single(
            RuleReader.RestoreHooks("resources: [{ name: a, postHooks: [{ exec: { command: [load] } }] }]", Source)).Restored);

        Assert.Equal(HookOnError.Continue, exec.OnError);
        Assert.Equal(new HookWait(ForReady: false, HookWait.DefaultTimeout), exec.Wait);
    }

    [Fact]
    public void Of_an_init_container_everything_is_kept_as_it_was_written()
    {
        var rule = Assert.Single(RuleReader.RestoreHooks(
            """
            resources:
            - name: a
              postHooks:
              - init:
                  initContainers:
                  - { name: x, image: y, resources: { limits: { cpu: 0.5, memory: 1Gi } }, tty: true, args: ["5", 5000000000, null], env: ~ }
            """,
            Source));

        Assert.Equal(
            """{"name":"x","image":"y","resources":{"limits":{"cpu":0.5,"memory":"1Gi"}},"tty":true,"args":["5",5000000000,null]}""",
            Assert.Single(rule.Init).Container);
    }

    [Theory]
    [InlineData("resources: [{ name: a, pre: [{ exec: { command: [x], onerror: Fail } }] }]", 1, "resources[0].pre[0].exec.onerror", "There is no such field here; there are command, container, onError, timeout.")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: sync", 5, "resources[0].pre[0].exec.command", "A list is expected here.")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: [sleep, 5]", 5, "resources[0].pre[0].exec.command", "put 5 into quotes")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: []", 5, "resources[0].pre[0].exec.command", "the program first")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      container: db", 5, "resources[0].pre[0].exec.command", "This field is needed.")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: [x]\n      onError: Ignore", 6, "resources[0].pre[0].exec.onError", "One of Fail, Continue is expected here.")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: [x]\n      timeout: soon", 6, "resources[0].pre[0].exec.timeout", "A length of time is expected here")]
    [InlineData("resources:\n- name: a\n  pre:\n  - exec:\n      command: [x]\n      timeout: 0s", 6, "resources[0].pre[0].exec.timeout", "A length of time is expected here")]
    [InlineData("resources:\n- name: a\n  postHooks:\n  - exec:\n      command: [x]\n      waitTimeout: 25h", 6, "resources[0].postHooks[0].exec.waitTimeout", "24h at most")]
    [InlineData("resources:\n- pre: []", 2, "resources[0].name", "This field is needed.")]
    [InlineData("resources:\n- name: a\n", 2, "resources[0]", "There is no hook here")]
    [InlineData("resources:\n- name: a\n  pre: []\n", 2, "resources[0]", "There is no hook here")]
    [InlineData("resources:\n- name: a\n  includedNamespaces: [Shop]\n  pre: [{ exec: { command: [x] } }]", 2, "resources[0]", "names of namespaces are in lower case")]
    [InlineData("resources:\n- name: a\n  labelSelector:\n    matchLabels: { \"app=b,c\": d }", 4, "resources[0].labelSelector.matchLabels", "no label that an object can have")]
    [InlineData("resources:\n- name: a\n  labelSelector:\n    matchExpressions:\n    - { key: a, operator: In }", 5, "resources[0].labelSelector.matchExpressions[0].operator", "In and NotIn take values")]
    [InlineData("resources:\n- name: a\n  postHooks:\n  - init: { initContainers: [{ name: x }] }", 4, "resources[0].postHooks[0].init.initContainers[0].image", "This field is needed.")]
    [InlineData("resources:\n- name: a\n  postHooks: [{}]", 3, "resources[0].postHooks[0]", "either exec or init")]
    [InlineData("hooks: []", 1, "hooks", "There is no such field here; there are resources.")]
    [InlineData("resources: []\nresources: []", 2, "", "is given twice")]
    [InlineData("resources: ]", 1, "", "This is not valid YAML.")]
    [InlineData("- a", 1, "", "Fields are expected here")]
    [InlineData("resources: []\n---\nresources: []", 3, "", "Here begins a second document")]
    public void What_is_not_understood_is_refused_with_its_line(string yaml, int line, string field, string problem)
    {
        var refused = Assert.Throws<PlanException>(() => RuleReader.BackupHooks(yaml, Source));

        Assert.Contains(refused.Problems, told =>
            told.Line == line && told.Field == field && told.Text.Contains(problem, StringComparison.Ordinal));
        Assert.Contains($"{Source}, line {line}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Usage, refused.Kind);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var refused = Assert.Throws<PlanException>(() => RuleReader.BackupHooks(
            "resources:\n- name: a\n  pre: [{ exec: { command: [x], onError: Ignore } }]\n- post: [{ exec: { command: [x] } }]\n", Source));

        Assert.Equal([3, 4], refused.Problems.Select(problem => problem.Line));
        Assert.All(refused.Problems, problem => Assert.Equal(Source, problem.Source));
    }

    [Theory]
    [InlineData("", "This is empty.")]
    [InlineData("resources: [{ name: a, postHooks: [{ exec: { command: [load] } }] }]", "no entry of its resources has pre or post")]
    public void A_file_without_hooks_for_this_is_refused(string yaml, string problem)
    {
        var refused = Assert.Throws<PlanException>(() => RuleReader.BackupHooks(yaml, Source));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }
}
