using System.Runtime.CompilerServices;

namespace Workflows.Cli.Tests.Harness;

/// <summary>
/// Files that hold what was promised. A changed output fails; <c>WORKFLOWS_UPDATE_GOLDEN=1</c> rewrites the files,
/// so that the change shows in the diff that is reviewed.
/// </summary>
internal static class Golden
{
    public static void Matches(string actual, string file, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", file);
        if (System.Environment.GetEnvironmentVariable("WORKFLOWS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no golden file {file}; make it with WORKFLOWS_UPDATE_GOLDEN=1.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
