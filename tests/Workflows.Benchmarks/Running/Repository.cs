namespace Workflows.Benchmarks.Running;

/// <summary>The checkout that this program was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Workflows.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new UnavailableException($"There is no Workflows.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
