using System.Runtime.Versioning;
using Workflows.Volumes.Errors;
using Workflows.Volumes.Posix;
using Workflows.Volumes.Trees;

namespace Workflows.Volumes.Restores;

/// <summary>
/// The directories of the tree being restored, opened on the way from its root: never through a link, so that nobody
/// who plants one is obeyed. The last path's directories stay open, since the next is mostly near.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class TargetTree : IDisposable
{
    private readonly Stack<(EntryName Name, SharedDirectory Directory)> open = new();
    private readonly SharedDirectory root;

    /// <param name="root">The directory that is restored into: opened once, so that it is the same one to the end.</param>
    public TargetTree(SharedDirectory root) => this.root = root.Share();

    /// <summary>The directory at a path; whoever takes it releases it.</summary>
    /// <exception cref="FileSystemException">It is not there, or something on the way is no directory.</exception>
    public SharedDirectory Open(TreePath path)
    {
        var shared = open.Reverse().Zip(path.Names).TakeWhile(pair => pair.First.Name == pair.Second).Count();
        while (open.Count > shared)
        {
            open.Pop().Directory.Release();
        }

        foreach (var name in path.Names.Skip(shared))
        {
            open.Push((name, new(Top.Directory.OpenDirectory(name))));
        }

        return Top.Share();
    }

    public void Dispose()
    {
        while (open.TryPop(out var level))
        {
            level.Directory.Release();
        }

        root.Release();
    }

    private SharedDirectory Top => open.TryPeek(out var level) ? level.Directory : root;
}
