using Workflows.Core.Errors;

namespace Workflows.Archive.Stores.Errors;

/// <summary>A path or block id that no store takes.</summary>
public sealed class StorePathException(string path, string reason)
    : StoreException(ErrorKind.Usage, $"\"{Printable(path)}\" can't be a name in a store: {reason}.")
{
    private static string Printable(string path) =>
        string.Concat(path.Take(100).Select(c => char.IsControl(c) ? '?' : c));
}
