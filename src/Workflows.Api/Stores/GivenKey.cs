using Workflows.Archive.Encryption;
using Workflows.Clouds;
using Workflows.Core.Keys;

namespace Workflows.Api.Stores;

/// <summary>A key that the user gave.</summary>
/// <param name="Key">The key: it stays in this process.</param>
/// <param name="Reference">What a run may write down of it.</param>
public sealed record GivenKey(IKeyEncryption Key, KeyReference Reference)
{
    /// <summary>Whether it was not given for this command but lies ready for all, in the environment.</summary>
    public bool IsForAll { get; init; }

    /// <summary>The key that a run was started with; null where it was started with none.</summary>
    /// <exception cref="Archive.Encryption.Errors.KeyFileException">Its file is missing, can't be read, or holds another key.</exception>
    public static GivenKey? Of(KeyReference? reference) =>
        reference is null ? null : new(CloudAccess.Machine.OpenKey(reference), reference);
}
