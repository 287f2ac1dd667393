using System.CommandLine;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Commands.Options;

/// <summary>Options that take several values: with commas, or given several times.</summary>
internal static class CommaList
{
    /// <exception cref="UsageException">There is nothing between two commas.</exception>
    public static IReadOnlyList<string> Read(ParseResult parse, Option<string[]> option)
    {
        ArgumentNullException.ThrowIfNull(parse);
        ArgumentNullException.ThrowIfNull(option);
        var values = (parse.GetValue(option) ?? [])
            .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries))
            .ToArray();
        return Array.TrueForAll(values, value => value.Length > 0)
            ? values
            : throw new UsageException(
                $"{option.Name} has an empty entry; separate its values by single commas, without one at the end.");
    }
}
