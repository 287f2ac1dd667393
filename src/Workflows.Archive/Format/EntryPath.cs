using System.Text;
using Workflows.Archive.Errors;
using Workflows.Core.Resources;

namespace Workflows.Archive.Format;

/// <summary>The paths inside the tarball, as Velero lays them out (pkg/archive/filesystem.go).</summary>
public static class EntryPath
{
    /// <summary>The entry that says which layout this is; the first of every tarball.</summary>
    public const string Version = "metadata/version";

    /// <summary>The path of one object's entry.</summary>
    /// <exception cref="UnsafeNameException">A part of the key could lead out of the layout.</exception>
    public static string Of(ObjectKey key) => Of(key, "");

    /// <summary>The path of an object's second entry in archives of Velero's own: below the version that the server prefers.</summary>
    /// <exception cref="UnsafeNameException">A part of the key could lead out of the layout.</exception>
    public static string Preferred(ObjectKey key, string version)
    {
        Check(key, version);
        return Of(key, $"{version}-preferredversion/");
    }

    private static string Of(ObjectKey key, string version)
    {
        Check(key, key.Resource.ToString());
        Check(key, key.Name);
        string path;
        if (key.Namespace is null)
        {
            path = $"resources/{key.Resource}/{version}cluster/{key.Name}.json";
        }
        else
        {
            Check(key, key.Namespace);
            path = $"resources/{key.Resource}/{version}namespaces/{key.Namespace}/{key.Name}.json";
        }

        return Encoding.UTF8.GetByteCount(path) <= ArchiveFormat.MaxEntryPathBytes
            ? path
            : throw new UnsafeNameException(key, $"the path in the archive would have more than {ArchiveFormat.MaxEntryPathBytes} bytes");
    }

    /// <summary>Whether a part of a key may be one folder or file name of the layout.</summary>
    /// <remarks>
    /// The rule of the API server for any name (path segment names): not <c>.</c> or <c>..</c>, no <c>/</c> and no
    /// <c>%</c>; RBAC names may hold anything else, colons and spaces included. NUL ends a name in a tar header.
    /// </remarks>
    public static bool IsSafe(string part) =>
        part.Length > 0 && part is not ("." or "..") && part.AsSpan().IndexOfAny('/', '%', '\0') < 0;

    private static void Check(ObjectKey key, string part)
    {
        if (!IsSafe(part))
            throw new UnsafeNameException(key, "a part of it is empty, '.' or '..', or holds '/', '%' or NUL");
    }
}
