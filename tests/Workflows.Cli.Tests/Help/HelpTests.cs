using System.CommandLine;
using Workflows.Cli.Commands;
using Workflows.Cli.Help;
using Workflows.Cli.Tests.Harness;

namespace Workflows.Cli.Tests.Help;

public sealed class HelpTests : IDisposable
{
    private readonly CliHarness cli = new();

    public static TheoryData<string> Commands()
    {
        using var harness = new CliHarness();
        using var ignored = new StringWriter();
        return [.. All(new CommandLine(harness.Environment(ignored, ignored), harness.Services).Root).Select(HelpText.Path)];
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_names_every_argument_and_option_and_says_what_each_is(string path)
    {
        var command = Find(path);

        var run = await cli.RunPlainAsync([.. path.Split(' ').Skip(1), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.All(command.Options.Select(option => option.Name), name => Assert.Contains(name, run.Out, StringComparison.Ordinal));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description)));
        Assert.All(command.Arguments, argument => Assert.Contains(argument.Name, run.Out, StringComparison.Ordinal));
        Assert.All(command.Subcommands, sub => Assert.Contains(sub.Name, run.Out, StringComparison.Ordinal));
        foreach (var global in new[] { "--kubeconfig", "--context", "--store", "--state", "--output", "--quiet", "--verbose" })
        {
            Assert.Contains(global, run.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_fits_the_width_it_is_given(string path)
    {
        var run = await cli.RunPlainAsync([.. path.Split(' ').Skip(1), "--help"]);

        var wide = run.Out.Split('\n').Where(line => line.Length > 100 && !line.StartsWith("  workflows", StringComparison.Ordinal));
        Assert.Empty(wide);
    }

    [Fact]
    public void Every_command_says_what_it_changes_and_gives_examples_that_parse()
    {
        using var ignored = new StringWriter();
        var root = new CommandLine(cli.Environment(ignored, ignored), cli.Services).Root;
        foreach (var command in All(root).OfType<CliCommand>())
        {
            Assert.NotEmpty(command.Changes);
            Assert.NotEmpty(command.Examples);
            foreach (var line in command.Examples.Select(e => e.Line).Where(l => l.StartsWith("workflows", StringComparison.Ordinal)))
            {
                var words = line.Split(" | ")[0].Split(" > ")[0].Split(' ').Skip(1).ToArray();
                var parse = root.Parse(words);
                Assert.True(parse.Errors.Count == 0, $"{line}: {string.Join(' ', parse.Errors)}");
                Assert.Same(command, parse.CommandResult.Command);
            }
        }
    }

    [Fact]
    public async Task Help_of_download_gives_the_short_o_to_the_file()
    {
        var run = await cli.RunPlainAsync("backup", "download", "--help");

        Assert.Contains("-o, --file FILE", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("-o, --output", run.Out, StringComparison.Ordinal);
    }

    public void Dispose() => cli.Dispose();

    private Command Find(string path)
    {
        using var ignored = new StringWriter();
        var root = new CommandLine(cli.Environment(ignored, ignored), cli.Services).Root;
        return All(root).Single(command => HelpText.Path(command) == path);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
