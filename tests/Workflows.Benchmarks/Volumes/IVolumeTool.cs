using Workflows.Benchmarks.Running;

namespace Workflows.Benchmarks.Volumes;

/// <summary>A program that backs up directory trees into a folder, as people run it.</summary>
internal interface IVolumeTool
{
    string Name { get; }

    /// <summary>The folder that all it stores is in.</summary>
    string Store { get; }

    /// <summary>Deletes all that it stored, and makes an empty store.</summary>
    Task ForgetAsync(CancellationToken cancellationToken);

    /// <param name="name">The backup's name.</param>
    /// <param name="folder">What is backed up.</param>
    ProgramRun StartBackup(string name, string folder);

    /// <summary>Restores the latest backup.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">What was backed up.</param>
    /// <param name="target">Where it is restored; may hold something.</param>
    ProgramRun StartRestore(string name, string folder, string target);

    /// <summary>Where below a target a restore puts what was in the folder.</summary>
    string RestoredFolder(string folder, string target);
}
