using Workflows.Core.Errors;
using Workflows.Core.Resources;

namespace Workflows.Archive.Errors;

/// <summary>An object's name, namespace or resource that could lead out of the archive's layout.</summary>
public sealed class UnsafeNameException(ObjectKey key, string reason)
    : WorkflowsException(ErrorKind.Failed, $"The object \"{Printable(key)}\" can't be archived: {reason}.")
{
    public ObjectKey Key { get; } = key;

    private static string Printable(ObjectKey key) =>
        string.Concat(key.ToString().Take(300).Select(c => char.IsControl(c) ? '?' : c));
}
