namespace Workflows.Benchmarks.Running;

/// <summary>The command line as people run it, a process each time, with a store and a state folder of its own.</summary>
internal sealed class WorkflowsCommand(TemporaryFolder folder)
{
    private static readonly string Product = Path.Combine(AppContext.BaseDirectory, "workflows.dll");

    /// <summary>Nothing of the user's may reach it.</summary>
    private readonly Dictionary<string, string?> environment = new(StringComparer.Ordinal)
    {
        ["HOME"] = folder.Root,
        ["KUBECONFIG"] = null,
        ["WORKFLOWS_STORE"] = null,
        ["WORKFLOWS_STATE"] = null,
        ["XDG_DATA_HOME"] = null,
        ["NO_COLOR"] = "1",
    };

    /// <summary>A process that does nothing to speak of: what every process of the product holds.</summary>
    public ProgramRun StartIdle() => ProgramRun.Start("dotnet", [Product, "version"], environment);

    public ProgramRun StartBackup(string name, string kubeconfig, params string[] options) => Start(
        ["backup", "create", name, "--kubeconfig", kubeconfig, "--include-secrets", "-o", "json", .. options]);

    public ProgramRun StartResume() => Start(["resume"]);

    public ProgramRun StartVolumeBackup(string name, string path) => Start(["volume", "backup", name, "--path", path, "-o", "json"]);

    public ProgramRun StartVolumeRestore(string name, string path) => Start(
        ["volume", "restore", name, "--path", path, "--overwrite", "-o", "json"]);

    /// <summary>Frees the space of everything stored so far.</summary>
    public void Forget()
    {
        foreach (var used in (string[])["store", "state"])
        {
            if (Directory.Exists(folder.PathOf(used)))
            {
                Directory.Delete(folder.PathOf(used), recursive: true);
            }
        }
    }

    private ProgramRun Start(string[] arguments) => ProgramRun.Start(
        "dotnet",
        [Product, .. arguments, "--store", folder.PathOf("store"), "--state", folder.PathOf("state")],
        environment);
}
