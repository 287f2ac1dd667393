namespace Workflows.Scenarios.Running;

/// <summary>What the surroundings give: two clusters that are written to, and how much work is wanted.</summary>
internal static class TestSettings
{
    public static string? Blue => File("WORKFLOWS_TEST_BLUE");

    public static string? Green => File("WORKFLOWS_TEST_GREEN");

    /// <summary>Whether pods run on the clusters.</summary>
    public static bool HasNode => Environment.GetEnvironmentVariable("WORKFLOWS_TEST_NODE") == "1";

    /// <summary>Whether campaigns run at their full counts.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("WORKFLOWS_FULL") == "1";

    public static string RepositoryRoot { get; } = FindRoot();

    private static string? File(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Workflows.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"No checkout lies above {AppContext.BaseDirectory}.");
    }
}
