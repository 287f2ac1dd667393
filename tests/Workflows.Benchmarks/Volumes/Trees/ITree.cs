namespace Workflows.Benchmarks.Volumes.Trees;

/// <summary>A directory tree to back up: the same bytes each time it is made, and the same change.</summary>
internal interface ITree
{
    /// <summary>What it is called in results.</summary>
    string Name { get; }

    /// <summary>What it is, for a person.</summary>
    string Description { get; }

    /// <summary>Fills a directory.</summary>
    void Make(string folder);

    /// <summary>What happens to it between two backups.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="round">Each round changes other places.</param>
    void Change(string folder, int round);
}
