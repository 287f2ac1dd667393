using Workflows.Cli.Commands;
using Workflows.Cli.Commands.Options;
using Workflows.Cli.Errors;
using Workflows.Cli.Output;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Options;

public sealed class GlobalOptionsTests : IDisposable
{
    private readonly CliHarness cli = new();

    [Fact]
    public void Store_and_state_lie_below_the_users_data_folder_by_default()
    {
        var settings = Read();

        Assert.Equal(Path.Combine(cli.Home, ".local", "share", "workflows", "store"), settings.Store);
        Assert.Equal(Path.Combine(cli.Home, ".local", "share", "workflows", "state"), settings.StateDirectory);
    }

    [Fact]
    public void Store_and_state_follow_the_xdg_data_home()
    {
        cli.Variables["XDG_DATA_HOME"] = "/data";

        Assert.Equal("/data/workflows/store", Read().Store);
        Assert.Equal("/data/workflows/state", Read().StateDirectory);
    }

    [Fact]
    public void A_relative_xdg_data_home_is_ignored_as_its_specification_says()
    {
        cli.Variables["XDG_DATA_HOME"] = "data";

        Assert.StartsWith(cli.Home, Read().Store, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_win_over_defaults_and_options_over_variables()
    {
        cli.Variables["WORKFLOWS_STORE"] = "/from/variable/store";
        cli.Variables["WORKFLOWS_STATE"] = "/from/variable/state";

        Assert.Equal("/from/variable/store", Read().Store);
        Assert.Equal("/from/variable/state", Read().StateDirectory);
        Assert.Equal("/from/option", Read("--store", "/from/option").Store);
        Assert.Equal("/from/option", Read("--state", "/from/option").StateDirectory);
    }

    [Theory]
    [InlineData("/var/store")]
    [InlineData("/var/store/")]
    [InlineData("/var/../var/store")]
    [InlineData("file:///var/store")]
    [InlineData("file:///var/store/")]
    public void Every_way_to_write_a_folder_is_the_same_store(string written) =>
        Assert.Equal("/var/store", Read("--store", written).Store);

    [Fact]
    public void A_relative_store_is_relative_to_the_current_directory() =>
        Assert.Equal(Path.Combine(cli.WorkPath, "here"), Read("--store", "here").Store);

    [Theory]
    [InlineData("https://shop.blob.core.windows.net/backups/team")]
    [InlineData("HTTPS://SHOP.blob.core.windows.net:443/backups/team/")]
    public void Every_way_to_write_a_container_is_the_same_store(string written) =>
        Assert.Equal("https://shop.blob.core.windows.net/backups/team", Read("--store", written).Store);

    [Fact]
    public void A_file_uri_that_names_a_host_is_refused() =>
        Assert.Throws<UsageException>(() => Read("--store", "file://host/folder"));

    [Theory]
    [InlineData("table", OutputFormat.Table)]
    [InlineData("json", OutputFormat.Json)]
    [InlineData("yaml", OutputFormat.Yaml)]
    public void Output_reads_its_three_forms(string written, object format) =>
        Assert.Equal((OutputFormat)format, Read("-o", written).Format);

    public void Dispose() => cli.Dispose();

    private GlobalSettings Read(params string[] args)
    {
        using var ignored = new StringWriter();
        var environment = cli.Environment(ignored, ignored);
        var globals = new GlobalOptions();
        var root = new System.CommandLine.RootCommand();
        foreach (var option in globals.All)
        {
            root.Options.Add(option);
        }

        return globals.Read(root.Parse(args), environment);
    }
}
