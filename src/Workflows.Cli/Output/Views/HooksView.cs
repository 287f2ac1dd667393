using System.Globalization;
using Workflows.Cli.Output.Text;

namespace Workflows.Cli.Output.Views;

/// <summary>What became of hooks, for people.</summary>
internal static class HooksView
{
    public static void Write(TextOutput output, IReadOnlyList<HookDocument>? hooks)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (hooks is null or [])
        {
            return;
        }

        output.Heading("Hooks");
        var table = new TextTable(
            new("NAMESPACE"), new("POD"), new("CONTAINER"), new("RULE"), new("EXIT CODE", Right: true), new("RESULT"));
        foreach (var hook in hooks)
        {
            table.Add(
                hook.Namespace,
                hook.Pod,
                Cells.OrDash(hook.Container),
                Cells.OrDash(hook.Rule),
                Cells.OrDash(hook.ExitCode?.ToString(CultureInfo.InvariantCulture)),
                hook.Message);
        }

        output.Table(table);
    }
}
