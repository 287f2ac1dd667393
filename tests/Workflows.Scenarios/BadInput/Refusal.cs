using Workflows.Scenarios.Archives;
using Workflows.Scenarios.Running;

namespace Workflows.Scenarios.BadInput;

/// <summary>A command that must be refused: with a sentence, the right exit code, and nothing changed.</summary>
internal static class Refusal
{
    /// <param name="workspace">Whose store and state must stay as they are.</param>
    /// <param name="exitCode">As design.md and docs/cli-output.md give it.</param>
    /// <param name="says">What the sentence must name.</param>
    /// <param name="arguments">The command.</param>
    public static async Task AssertAsync(Workspace workspace, int exitCode, string says, params string[] arguments)
    {
        var store = FolderSnapshot.Take(workspace.Store);
        var state = FolderSnapshot.Take(workspace.State);

        var result = (await workspace.RunAsync(arguments)).Exits(exitCode);

        var line = Assert.Single(
            result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            text => text.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect in Workflows", line, StringComparison.Ordinal);
        Assert.True(result.Output.Length == 0, $"There is a result all the same. {result}");
        Assert.Equal(store, FolderSnapshot.Take(workspace.Store));
        Assert.Equal(state, FolderSnapshot.Take(workspace.State));
    }
}
