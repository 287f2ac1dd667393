using System.Text.Json;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Catalog;

public sealed class CatalogCommandTests : IDisposable
{
    private readonly CliHarness cli = new();

    public CatalogCommandTests() => Directory.CreateDirectory(cli.StorePath);

    [Fact]
    public async Task Apply_says_what_became_of_each_as_kubectl_does()
    {
        var file = Declared.Write(cli, Declared.Plan + "\n---\n" + Declared.Cluster);

        var first = await cli.RunAsync("apply", "-f", file);
        Declared.Write(cli, (Declared.Plan + "\n---\n" + Declared.Cluster).Replace("keepDaily: 7", "keepDaily: 9", StringComparison.Ordinal));
        var second = await cli.RunAsync("apply", "-f", file);

        Assert.Equal((0, "cluster/blue created\nbackupplan/nightly created\n"), (first.ExitCode, first.Out));
        Assert.Equal("cluster/blue unchanged\nbackupplan/nightly configured\n", second.Out);
    }

    [Fact]
    public async Task A_dry_run_checks_all_and_writes_nothing()
    {
        var run = await cli.RunAsync("apply", "-f", Declared.Write(cli, Declared.All), "--dry-run");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("cluster/blue created (dry run)\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(cli.Files(), file => file.Contains("catalog", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_anything_is_wrong_every_mistake_is_told_on_a_line_of_its_own_and_nothing_is_written()
    {
        Declared.Write(cli, Declared.Cluster, "good.yaml");
        Declared.Write(cli, Declared.Plan.Replace("retainDays: 30", "retainDays: never", StringComparison.Ordinal) + "\n  color: red", "bad.yaml");

        var run = await cli.RunAsync("apply", "-f", "good.yaml", "-f", "bad.yaml");
        var json = await cli.RunAsync("apply", "-f", "good.yaml", "-f", "bad.yaml", "-o", "json");

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        var lines = run.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("error: bad.yaml, line 10, spec.retention.retainDays: A whole number", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("error: bad.yaml, line 11, spec.color: ", lines[1], StringComparison.Ordinal);
        var problem = json.ErrorJson.GetProperty("problems")[0];
        Assert.Equal(
            ("bad.yaml", 10, "spec.retention.retainDays"),
            (problem.GetProperty("file").GetString(), problem.GetProperty("line").GetInt32(), problem.GetProperty("field").GetString()));
        Assert.DoesNotContain(cli.Files(), file => file.Contains("catalog", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_refers_to_nothing_is_a_mistake_of_the_file()
    {
        var run = await cli.RunAsync("apply", "-f", Declared.Write(cli, Declared.Plan));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "error: plans.yaml, line 6, spec.cluster: There is no Cluster \"blue\", neither in the store nor in what is applied.\n", run.Error);
    }

    [Fact]
    public async Task Standard_input_and_folders_are_files_too()
    {
        Directory.CreateDirectory(Path.Combine(cli.WorkPath, "plans"));
        Declared.Write(cli, Declared.Plan, "plans/nightly.yml");
        Declared.Write(cli, "not yaml: [", "plans/README.md");
        cli.Input = Declared.Cluster;

        var run = await cli.RunAsync("apply", "-f", "-", "-f", "plans");

        Assert.Equal((0, "cluster/blue created\nbackupplan/nightly created\n"), (run.ExitCode, run.Out));
    }

    [Theory]
    [InlineData("nowhere.yaml", "There is no file nowhere.yaml.")]
    [InlineData("empty.yaml", "Nothing is declared in what --filename names.")]
    public async Task A_file_that_is_not_there_or_declares_nothing_is_a_usage_error(string file, string why)
    {
        Declared.Write(cli, "# nothing", "empty.yaml");

        var run = await cli.RunAsync("apply", "-f", file);

        Assert.Equal((2, $"error: {why}\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task What_get_writes_is_what_apply_takes()
    {
        await Declared.ApplyAsync(cli, Declared.All);

        foreach (var (kind, name) in new[] { ("clusters", "blue"), ("bp", "nightly"), ("Schedule", "often"), ("restoreplan", "to-green") })
        {
            foreach (var form in new[] { "yaml", "json" })
            {
                var got = await cli.RunAsync("get", kind, name, "-o", form);
                var again = await cli.RunAsync("apply", "-f", Declared.Write(cli, got.Out, "again.yaml"));

                Assert.Equal(0, got.ExitCode);
                Assert.EndsWith($"/{name} unchanged\n", again.Out, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Get_lists_a_kind_as_a_table_and_as_documents()
    {
        await Declared.ApplyAsync(cli, Declared.All);

        var table = await cli.RunAsync("get", "backupplans");
        var json = await cli.RunAsync("get", "backupplans", "-o", "json");
        var none = await cli.RunAsync("get", "schedules", "nowhere");

        Assert.Equal(["NAME", "CLUSTER", "SCHEDULE", "RETENTION", "UPDATED"], table.Out.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("nightly  blue     30 2 * * * (Europe/Berlin)  days=30,daily=7,locked-days=7", table.Out.Split('\n')[1], StringComparison.Ordinal);
        Assert.Equal("BackupPlan", json.Json.GetProperty("kind").GetString());
        Assert.Equal("nightly", Assert.Single(json.Json.GetProperty("items").EnumerateArray()).GetProperty("metadata").GetProperty("name").GetString());
        Assert.Equal(4, none.ExitCode);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_the_rest_is_listed_with_exit_code_3()
    {
        await Declared.ApplyAsync(cli, Declared.All);
        await Declared.ApplyAsync(cli, Declared.Schedule.Replace("often", "seldom", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(cli.StorePath, "catalog/schedules/often.json"), "{}");

        var run = await cli.RunAsync("get", "schedules");
        var json = await cli.RunAsync("get", "schedules", "-o", "json");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("seldom", run.Out, StringComparison.Ordinal);
        Assert.Contains("catalog/schedules/often.json", run.Out, StringComparison.Ordinal);
        Assert.Equal("often", json.Json.GetProperty("unreadable")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Describe_tells_what_uses_it()
    {
        await Declared.ApplyAsync(cli, Declared.All);

        var run = await cli.RunAsync("describe", "backupplan", "nightly", "-o", "json");
        var text = await cli.RunAsync("describe", "cluster", "blue");

        Assert.Equal(["restoreplan/to-green", "schedule/often"], run.Json.GetProperty("usedBy").EnumerateArray().Select(user => user.GetString()!));
        Assert.Equal(1, run.Json.GetProperty("generation").GetInt32());
        Assert.Contains("Used by:       backupplan/nightly, restoreplan/to-green\n", text.Out, StringComparison.Ordinal);
        Assert.Contains("  context: admin\n", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_refuses_what_is_used_and_names_the_users()
    {
        await Declared.ApplyAsync(cli, Declared.Cluster + "\n---\n" + Declared.Plan);

        var used = await cli.RunAsync("delete", "cluster", "blue", "--yes");
        var plan = await cli.RunAsync("delete", "backupplan", "nightly", "--yes");
        var free = await cli.RunAsync("delete", "cluster", "blue", "--yes");
        var gone = await cli.RunAsync("delete", "cluster", "blue", "--yes");

        Assert.Equal((5, "error: Cluster \"blue\" was not deleted: backupplan/nightly refers to it. Delete that first.\n"), (used.ExitCode, used.Error));
        Assert.Equal((0, "backupplan/nightly deleted\n"), (plan.ExitCode, plan.Out));
        Assert.Equal((0, 4), (free.ExitCode, gone.ExitCode));
    }

    [Fact]
    public async Task Delete_asks_first()
    {
        await Declared.ApplyAsync(cli, Declared.Cluster);

        var run = await cli.RunAsync("delete", "cluster", "blue");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(0, (await cli.RunAsync("get", "cluster", "blue")).ExitCode);
    }

    [Fact]
    public async Task Diff_shows_the_fields_that_differ_and_ends_with_3()
    {
        await Declared.ApplyAsync(cli, Declared.Cluster + "\n---\n" + Declared.Plan);
        var changed = Declared.Plan
            .Replace("keepDaily: 7", "keepDaily: 14", StringComparison.Ordinal)
            .Replace("[shop, shop-*]", "[shop]", StringComparison.Ordinal)
            .Replace("# Each night.", "# Another comment.", StringComparison.Ordinal);

        var same = await cli.RunAsync("diff", "-f", Declared.Write(cli, Declared.Plan));
        var run = await cli.RunAsync("diff", "-f", Declared.Write(cli, changed + "\n---\n" + Declared.Schedule));
        var json = await cli.RunAsync("diff", "-f", "plans.yaml", "-o", "json");

        Assert.Equal((0, "Nothing differs.\n"), (same.ExitCode, same.Out));
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith(
            """
            backupplan/nightly: would be configured
              - spec.retention.keepDaily: 7
              + spec.retention.keepDaily: 14
              - spec.selection.includedNamespaces[1]: shop-*
            schedule/often: would be created
              + apiVersion: workflows/v1

            """,
            run.Out,
            StringComparison.Ordinal);
        Assert.True(json.Json.GetProperty("different").GetBoolean());
        Assert.Equal(JsonValueKind.Array, json.Json.GetProperty("resources")[0].GetProperty("fields").ValueKind);
    }

    [Fact]
    public async Task A_kind_that_does_not_exist_is_a_usage_error_that_names_those_that_do()
    {
        var run = await cli.RunAsync("get", "pods");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("clusters, backupplans, restoreplans, schedules, eventrules", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflows get b", "backupplan", "backupplans")]
    [InlineData("workflows describe backupplan ", "nightly")]
    [InlineData("workflows delete clusters b", "blue")]
    [InlineData("workflows backup create --plan ", "nightly")]
    [InlineData("workflows restore create --plan ", "to-green")]
    public async Task Kinds_and_names_are_completed(string line, params string[] expected)
    {
        await Declared.ApplyAsync(cli, Declared.All);
        cli.Variables["WORKFLOWS_STORE"] = cli.StorePath;

        var run = await cli.RunPlainAsync($"[suggest:{line.Length}]", line);

        Assert.All(expected, word => Assert.Contains(word, run.Out.Split('\n')));
    }

    public void Dispose() => cli.Dispose();
}
