using Workflows.Core.Hooks;

namespace Workflows.Core.Tests.Hooks;

public sealed class RestoreHookAnnotationsTests
{
    [Fact]
    public void What_velero_reads_is_read()
    {
        List<string> problems = [];

        var hook = RestoreHookAnnotations.ReadExec(
            Annotations(
                ("post.hook.restore.velero.io/container", "db"),
                ("post.hook.restore.velero.io/command", """["/bin/load","all"]"""),
                ("post.hook.restore.velero.io/on-error", "Fail"),
                ("post.hook.restore.velero.io/exec-timeout", "2m"),
                ("post.hook.restore.velero.io/wait-timeout", "5m"),
                ("post.hook.restore.velero.io/wait-for-ready", "true")),
            problems)!;

        Assert.Equal(["/bin/load", "all"], hook.Command);
        Assert.Equal(("db", HookOnError.Fail, TimeSpan.FromMinutes(2)), (hook.Container, hook.OnError, hook.Timeout));
        Assert.Equal(new HookWait(ForReady: true, TimeSpan.FromMinutes(5)), hook.Wait);
        Assert.Empty(problems);
    }

    [Fact]
    public void What_is_not_said_is_velero_s_default_but_that_waiting_has_an_end()
    {
        var hook = RestoreHookAnnotations.ReadExec(Annotations(("post.hook.restore.velero.io/command", "load")), [])!;

        Assert.Equal((HookOnError.Continue, ExecHook.DefaultTimeout), (hook.OnError, hook.Timeout));
        Assert.Equal(new HookWait(ForReady: false, HookWait.DefaultTimeout), hook.Wait);
        Assert.Null(RestoreHookAnnotations.ReadExec(Annotations(("post.hook.restore.velero.io/container", "db")), []));
    }

    [Theory]
    [InlineData("wait-for-ready", "soon")]
    [InlineData("wait-timeout", "soon")]
    [InlineData("exec-timeout", "soon")]
    [InlineData("on-error", "soon")]
    public void What_is_not_understood_is_told(string key, string value)
    {
        List<string> problems = [];

        RestoreHookAnnotations.ReadExec(
            Annotations(("post.hook.restore.velero.io/command", "load"), ($"post.hook.restore.velero.io/{key}", value)), problems);

        Assert.Contains($"post.hook.restore.velero.io/{key} is 'soon'", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_initial_container_takes_an_image_and_a_command_and_has_the_same_name_each_time()
    {
        var hook = RestoreHookAnnotations.ReadInit(Annotations(
            ("init.hook.restore.velero.io/container-image", "busybox:1"),
            ("init.hook.restore.velero.io/command", """["rm","-rf","/data/cache"]""")))!;

        Assert.Equal("""{"name":"velero-restore-init","image":"busybox:1","command":["rm","-rf","/data/cache"]}""", hook.Container);
        Assert.Null(RestoreHookAnnotations.ReadInit(Annotations(("init.hook.restore.velero.io/container-image", "busybox:1"))));
        Assert.Null(RestoreHookAnnotations.ReadInit(Annotations(("init.hook.restore.velero.io/command", "true"))));
    }

    private static Dictionary<string, string> Annotations(params (string Key, string Value)[] annotations) =>
        annotations.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
