using System.Buffers;
using Workflows.Archive.Stores.Errors;

namespace Workflows.Archive.Stores.Containers;

/// <summary>The rules for containers' names: a subset that every store can have beside its own name.</summary>
public static class ContainerName
{
    /// <summary>Characters of a name: <c>pvc-</c> and a uid fit.</summary>
    public const int MaxLength = 40;

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether every store can have it.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength
            && !name.AsSpan().ContainsAnyExcept(Characters)
            && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
    }

    /// <summary>Refuses a name that some store could not have.</summary>
    /// <exception cref="StorePathException">It is not valid; the message says why.</exception>
    public static void Validate(string name)
    {
        if (!IsValid(name))
            throw new StorePathException(name, $"a container has 1 to {MaxLength} lower-case letters, digits and single dashes between them");
    }
}
