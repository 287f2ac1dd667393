using Workflows.Archive.Stores;
using Workflows.Archive.Stores.Errors;
using Workflows.Core.Plans;

namespace Workflows.Archive.Catalog;

/// <summary>The store that a plan names.</summary>
public static class PlanStore
{
    /// <summary>The address of the store that a plan's backups go to.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="fallback">The store of plans that name none.</param>
    public static string Of(BackupPlanResource plan, string fallback)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Store is { } own ? Canonical(own) : fallback;
    }

    /// <summary>
    /// The one spelling of its address: a folder's absolute path, or what <see cref="ArchiveStores.Canonical"/> makes of
    /// another. A declared plan is read by many; no address with a credential gets into one.
    /// </summary>
    /// <exception cref="StoreAddressException">It is of no known kind, or holds a credential; it is not repeated then.</exception>
    public static string Canonical(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.TryCreate(address, UriKind.Absolute, out var file) && !file.IsUnc && file.Query.Length == 0
                ? Folder(file.LocalPath)
                : throw new StoreAddressException("a file address has the form file:///absolute/path");
        }

        if (address.Contains("://", StringComparison.Ordinal))
            return ArchiveStores.Canonical(address);

        return Path.IsPathFullyQualified(address)
            ? Folder(address)
            : throw new StoreAddressException("a plan names a folder by its absolute path");
    }

    private static string Folder(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
