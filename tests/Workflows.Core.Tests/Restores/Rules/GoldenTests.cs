using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Tests.Restores.Rules;

/// <summary>
/// A folder per case: <c>archived.json</c>, <c>case.json</c> (resource and context) and <c>restored.json</c>, which
/// is the object to create or <c>{"skipped": reason}</c>. <c>WORKFLOWS_UPDATE_GOLDEN=1</c> rewrites the last of them
/// in the source tree, for review; never where CI is set.
/// </summary>
public class GoldenTests
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Restores", "Rules", "Golden");

    public static TheoryData<string> Cases =>
        [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_archived_object_takes_its_restored_form(string name)
    {
        var setting = Read(name, "case.json");
        var form = RestoreRules.Default.Apply(
            Read(name, "archived.json"), GroupResource.Parse(setting["resource"]!.GetValue<string>()), ContextOf(setting));
        var actual = (form.Object ?? new JsonObject { ["skipped"] = form.SkipReason }).ToJsonString(Indented) + "\n";

        if (Environment.GetEnvironmentVariable("WORKFLOWS_UPDATE_GOLDEN") == "1")
        {
            Assert.Null(Environment.GetEnvironmentVariable("CI"));
            File.WriteAllText(Path.Combine(SourceFolder(), "Golden", name, "restored.json"), actual);
            return;
        }

        // As text: that also holds the order of members and the way numbers are written.
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, name, "restored.json")), actual);
    }

    private static RestoreRuleContext ContextOf(JsonObject setting) => RuleTest.Context with
    {
        NamespaceMappings = setting["namespaceMappings"].Deserialize<Dictionary<string, string>>()
            ?? new Dictionary<string, string>(StringComparer.Ordinal),
        RestoredPersistentVolumes = setting["restoredPersistentVolumes"].Deserialize<HashSet<string>>()
            ?? new HashSet<string>(StringComparer.Ordinal),
    };

    private static JsonObject Read(string name, string file) =>
        ManifestJson.Parse(File.ReadAllBytes(Path.Combine(Folder, name, file)), file);

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
