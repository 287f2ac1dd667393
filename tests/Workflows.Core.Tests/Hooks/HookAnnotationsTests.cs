using Workflows.Core.Hooks;

namespace Workflows.Core.Tests.Hooks;

public sealed class HookAnnotationsTests
{
    private readonly List<string> problems = [];

    [Fact]
    public void A_pod_without_annotations_has_none()
    {
        Assert.Null(Read(HookMoment.Pre));
        Assert.Null(Read(HookMoment.Post, ("pre.hook.backup.velero.io/command", "sync")));
    }

    [Fact]
    public void A_list_of_words_is_the_command_and_its_arguments()
    {
        var hook = Read(HookMoment.Pre, ("pre.hook.backup.velero.io/command", """["/bin/sh", "-c", "sync && true"]"""));

        Assert.Equal(["/bin/sh", "-c", "sync && true"], hook!.Command);
        Assert.Null(hook.Container);
        Assert.Equal(HookOnError.Fail, hook.OnError);
        Assert.Equal(TimeSpan.FromSeconds(30), hook.Timeout);
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("/sbin/fsfreeze")]
    [InlineData("[not json")]
    [InlineData("[1, 2]")]
    [InlineData("[null]")]
    [InlineData("[]")]
    public void Anything_else_is_one_word(string command) =>
        Assert.Equal([command], Read(HookMoment.Post, ("post.hook.backup.velero.io/command", command))!.Command);

    [Fact]
    public void The_oldest_form_runs_before()
    {
        (string, string)[] oldest = [("hook.backup.velero.io/command", "sync"), ("hook.backup.velero.io/container", "db")];

        Assert.Equal("db", Read(HookMoment.Pre, oldest)!.Container);
        Assert.Null(Read(HookMoment.Post, oldest));
    }

    [Fact]
    public void The_newer_form_is_taken_whole_where_there_are_both() =>
        Assert.Null(Read(
            HookMoment.Pre,
            ("hook.backup.velero.io/command", "old"),
            ("hook.backup.velero.io/container", "old"),
            ("pre.hook.backup.velero.io/command", "new"))!.Container);

    [Fact]
    public void On_error_and_timeout_are_read()
    {
        var hook = Read(
            HookMoment.Post,
            ("post.hook.backup.velero.io/command", "thaw"),
            ("post.hook.backup.velero.io/on-error", "Continue"),
            ("post.hook.backup.velero.io/timeout", "1m30s"));

        Assert.Equal(HookOnError.Continue, hook!.OnError);
        Assert.Equal(TimeSpan.FromSeconds(90), hook.Timeout);
    }

    [Fact]
    public void What_is_not_understood_is_told_and_the_default_taken()
    {
        var hook = Read(
            HookMoment.Pre,
            ("pre.hook.backup.velero.io/command", "freeze"),
            ("pre.hook.backup.velero.io/on-error", "ignore"),
            ("pre.hook.backup.velero.io/timeout", "soon"));

        Assert.Equal(HookOnError.Fail, hook!.OnError);
        Assert.Equal(ExecHook.DefaultTimeout, hook.Timeout);
        Assert.Equal(2, problems.Count);
        Assert.Contains("'ignore'", problems[0], StringComparison.Ordinal);
        Assert.Contains("'soon'", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public void No_time_at_all_means_the_default() =>
        Assert.Equal(
            ExecHook.DefaultTimeout,
            Read(
                HookMoment.Pre,
                ("pre.hook.backup.velero.io/command", "freeze"),
                ("pre.hook.backup.velero.io/timeout", "0s"))!.Timeout);

    private ExecHook? Read(HookMoment moment, params (string Key, string Value)[] annotations) =>
        HookAnnotations.Read(annotations.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal), moment, problems);
}
