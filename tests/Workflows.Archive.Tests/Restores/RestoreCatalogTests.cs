using System.Text;
using System.Text.Json.Nodes;
using Workflows.Archive.Encryption.KeyFiles;
using Workflows.Archive.Format;
using Workflows.Archive.Restores;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Restores;

public sealed class RestoreCatalogTests
{
    private readonly MemoryStore store = new();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"outcomes":5}""")]
    [InlineData("""{"outcomes":"catalog/outcomes/torn/plan.jsonl.gz"}""")]
    [InlineData("""{"outcomes":"catalog/outcomes/torn/plan.jsonl.gz","sealed":"AA=="}""")]
    public async Task A_record_that_can_not_be_read_is_listed_with_the_reason_among_the_others(string content)
    {
        await TestRestore.RecordAsync(store, "a");
        await TestRestore.RecordAsync(store, "z", FileKey.Generate());
        store.Overwrite(ArchiveLayout.RestoreRecord("torn"), Encoding.UTF8.GetBytes(content));

        await ExpectTornAsync(["a", "torn", "z"]);
    }

    [Theory]
    [InlineData(false, "name")]
    [InlineData(false, "backup")]
    [InlineData(false, "spec")]
    [InlineData(false, "counts")]
    [InlineData(false, "problems")]
    [InlineData(true, "name")]
    [InlineData(true, "backup")]
    [InlineData(true, "counts")]
    [InlineData(true, "scheme")]
    [InlineData(true, "envelope")]
    [InlineData(true, "outcomes")]
    public async Task A_record_that_lacks_a_value_is_damaged_and_not_a_defect(bool encrypted, string field)
    {
        await TestRestore.RecordAsync(store, "torn", encrypted ? FileKey.Generate() : null);
        var path = ArchiveLayout.RestoreRecord("torn");
        var record = JsonNode.Parse(store.Snapshot()[path])!.AsObject();
        Assert.True(record.ContainsKey(field));
        record[field] = null;
        store.Overwrite(path, Encoding.UTF8.GetBytes(record.ToJsonString()));

        await ExpectTornAsync(["torn"]);
    }

    [Fact]
    public async Task A_record_with_a_problem_that_is_none_is_damaged()
    {
        await TestRestore.RecordAsync(store, "torn");
        var path = ArchiveLayout.RestoreRecord("torn");
        var record = JsonNode.Parse(store.Snapshot()[path])!.AsObject();
        record["problems"]!.AsArray().Add((JsonNode?)null);
        store.Overwrite(path, Encoding.UTF8.GetBytes(record.ToJsonString()));

        await ExpectTornAsync(["torn"]);
    }

    [Fact]
    public async Task The_record_of_another_restore_is_damaged()
    {
        await TestRestore.RecordAsync(store, "fix");
        var text = Encoding.UTF8.GetString(store.Snapshot()[ArchiveLayout.RestoreRecord("fix")]);
        store.Overwrite(
            ArchiveLayout.RestoreRecord("torn"),
            Encoding.UTF8.GetBytes(text.Replace("catalog/outcomes/fix/", "catalog/outcomes/torn/", StringComparison.Ordinal)));

        await ExpectTornAsync(["fix", "torn"]);
    }

    [Fact]
    public async Task Files_whose_names_no_restore_has_are_none()
    {
        await TestRestore.RecordAsync(store, "fix");
        store.Overwrite(ArchiveLayout.RestoreRecords + "Not A Name.json", [1]);
        store.Overwrite(ArchiveLayout.RestoreRecords + "fix.json.tmp", [1]);

        Assert.Equal(["fix"], await new RestoreCatalog(store).NamesAsync().ToListAsync());
    }

    private async Task ExpectTornAsync(string[] names)
    {
        var listed = await new RestoreCatalog(store).ListAsync().ToListAsync();

        Assert.Equal(names, listed.Select(entry => entry.Name));
        Assert.All(listed, entry => Assert.Equal(entry.Name == "torn", entry.Overview is null));
        var problem = listed.Single(entry => entry.Name == "torn").Problem!;
        Assert.Equal(ErrorKind.Damaged, problem.Kind);
        Assert.Contains("'torn'", problem.Message, StringComparison.Ordinal);
    }
}
