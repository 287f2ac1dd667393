using Workflows.Benchmarks.Running;

namespace Workflows.Benchmarks.Volumes;

/// <summary><c>workflows volume</c> with a store in a folder.</summary>
/// <param name="folder">Where it keeps what it stores.</param>
internal sealed class WorkflowsVolumes(TemporaryFolder folder) : IVolumeTool
{
    private readonly WorkflowsCommand workflows = new(folder);

    public string Name => "workflows";

    public string Store => folder.PathOf("store");

    public Task ForgetAsync(CancellationToken cancellationToken)
    {
        workflows.Forget();
        return Task.CompletedTask;
    }

    public ProgramRun StartBackup(string name, string folder) => workflows.StartVolumeBackup(name, folder);

    public ProgramRun StartRestore(string name, string folder, string target) => workflows.StartVolumeRestore(name, target);

    public string RestoredFolder(string folder, string target) => target;
}
