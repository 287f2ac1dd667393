namespace Workflows.Archive.Catalog;

/// <summary>The backups of plans, as far as the catalog must know of them.</summary>
public interface IPlanBackups
{
    /// <summary>How many backups there are that were made by a plan.</summary>
    Task<int> CountAsync(string plan, CancellationToken cancellationToken = default);
}
