namespace Workflows.Architecture.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyDictionary<string, string> SourceProjects { get; } =
        ProjectsIn("src").ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

    public static IReadOnlyList<string> AllProjects { get; } =
    [
        .. SourceProjects.Values,
        .. ProjectsIn("tests"),
    ];

    /// <summary>The source files of the product, generated ones left out.</summary>
    public static IEnumerable<string> SourceFiles =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(IsSource);

    /// <summary>The SDK of Azure Functions writes a project of its own into the folder of what was built.</summary>
    private static IEnumerable<string> ProjectsIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories).Where(IsSource);

    private static bool IsSource(string file) => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Workflows.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No Workflows.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
