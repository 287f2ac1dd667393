using Workflows.Benchmarks.Running;

namespace Workflows.Benchmarks.Volumes;

/// <summary>restic with a repository in a folder, its newest format, and everything else as it comes.</summary>
internal sealed class Restic : IVolumeTool
{
    private const int NotPossibleHere = 3;

    private readonly string program;
    private readonly TemporaryFolder folder;
    private readonly Dictionary<string, string?> environment;

    private Restic(string program, TemporaryFolder folder)
    {
        this.program = program;
        this.folder = folder;
        environment = new(StringComparer.Ordinal)
        {
            ["RESTIC_REPOSITORY"] = Store,
            ["RESTIC_PASSWORD"] = "benchmark",
            ["RESTIC_CACHE_DIR"] = folder.PathOf("restic-cache"),
        };
    }

    public string Name => "restic";

    public string Store => folder.PathOf("restic");

    /// <exception cref="UnavailableException">There is none, and none can be fetched; the reason is the script's.</exception>
    public static async Task<Restic> FindAsync(TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var script = Path.Combine(Repository.Root, "tests", "Workflows.Benchmarks", "Volumes", "restic.sh");
        var answer = await ProgramAnswer.AskAsync(script, [], ("WORKFLOWS_LOCAL_DIR", folder.Root), cancellationToken);
        return answer.ExitCode switch
        {
            0 => new(answer.Output.Trim(), folder),
            NotPossibleHere => throw new UnavailableException($"restic can't be had: {answer.Error.Trim()}"),
            var code => throw new ProgramFailedException(script, code, answer.Error),
        };
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        foreach (var used in (string[])[Store, folder.PathOf("restic-cache")])
        {
            if (Directory.Exists(used))
            {
                Directory.Delete(used, recursive: true);
            }
        }

        await ProgramRun.RunAsync(program, ["init", "--quiet", "--repository-version", "2"], environment, cancellationToken);
    }

    public ProgramRun StartBackup(string name, string folder) =>
        ProgramRun.Start(program, ["backup", "--quiet", "--tag", name, folder], environment);

    public ProgramRun StartRestore(string name, string folder, string target) =>
        ProgramRun.Start(program, ["restore", "--quiet", "--tag", name, "--target", target, "latest"], environment);

    /// <summary>It restores whole paths.</summary>
    public string RestoredFolder(string folder, string target) => Path.Join(target, folder);
}
