using System.Xml.Linq;

namespace Workflows.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    public static TheoryData<string> Projects => [.. Repository.SourceProjects.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_its_place_allows(string project)
    {
        Assert.True(Arrows.Allowed.ContainsKey(project), $"{project} has no place among the arrows yet: give it one.");
        var (allowed, reason) = Arrows.Allowed[project];

        var refused = References(project).Except(allowed, StringComparer.Ordinal).ToArray();

        Assert.True(refused.Length == 0, $"{project} references {string.Join(", ", refused)}, but it is {reason}.");
    }

    [Fact]
    public void Every_arrow_is_of_a_project_that_exists() =>
        Assert.Empty(Arrows.Allowed.Keys.Except(Repository.SourceProjects.Keys, StringComparer.Ordinal));

    [Fact]
    public void Package_versions_stand_in_one_central_file()
    {
        var offenders = Repository.AllProjects
            .Where(file => XDocument.Load(file).Descendants("PackageReference").Any(p => p.Attribute("Version") is not null))
            .ToArray();

        Assert.Empty(offenders);
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Repository.SourceProjects[project])
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
