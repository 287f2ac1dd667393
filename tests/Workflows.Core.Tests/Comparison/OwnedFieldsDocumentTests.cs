using System.Runtime.CompilerServices;
using Workflows.Core.Comparison;

namespace Workflows.Core.Tests.Comparison;

public class OwnedFieldsDocumentTests
{
    private const string Marker = "| Resource | Field | Ignored | Why |";

    [Fact]
    public void The_document_lists_exactly_what_is_ignored()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "OWNED-FIELDS.md");
        var document = File.ReadAllText(path);
        var expected = document[..document.IndexOf(Marker, StringComparison.Ordinal)] + Table();
        if (Environment.GetEnvironmentVariable("WORKFLOWS_UPDATE_GOLDEN") == "1")
        {
            Assert.Null(Environment.GetEnvironmentVariable("CI"));
            File.WriteAllText(SourceFile(), expected);
            return;
        }

        Assert.Equal(expected, document);
    }

    [Fact]
    public void Every_entry_has_a_reason_and_stands_once()
    {
        Assert.All(OwnedFields.All, field => Assert.EndsWith(".", field.Reason, StringComparison.Ordinal));
        Assert.All(OwnedFields.All, field => Assert.StartsWith("/", field.Pointer, StringComparison.Ordinal));
        Assert.Equal(
            OwnedFields.All.Count,
            OwnedFields.All.Select(field => (field.Resource, field.Pointer)).Distinct().Count());
    }

    private static string Table() =>
        $"{Marker}\n|---|---|---|---|\n" + string.Concat(OwnedFields.All.Select(field =>
            $"| `{field.Resource}` | `{field.Pointer}` | {Ignored(field)} | {field.Reason} |\n"));

    private static string Ignored(OwnedField field)
    {
        var when = field.When is OwnedWhen.Always ? "always" : "where not asked for";
        return field switch
        {
            { OnlyWith: null } => when,
            { OnlyWithValue: null } => $"{when}, with `{field.OnlyWith}`",
            _ => $"{when}, with `{field.OnlyWith}: {field.OnlyWithValue}`",
        };
    }

    private static string SourceFile([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(
        Path.GetDirectoryName(file)!, "..", "..", "..", "src", "Workflows.Core", "Comparison", "OWNED-FIELDS.md"));
}
