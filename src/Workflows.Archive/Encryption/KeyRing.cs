using System.Collections.Concurrent;
using Workflows.Core.Keys;

namespace Workflows.Archive.Encryption;

/// <summary>
/// The keys that this process was told to use, each read once: a run that has begun does not depend on its file any
/// more. Runs carry references; the keys are nowhere but here. Safe for concurrent use.
/// </summary>
/// <param name="open">Opens the key that a reference names.</param>
public sealed class KeyRing(Func<KeyReference, IKeyEncryption> open)
{
    private readonly ConcurrentDictionary<KeyReference, IKeyEncryption> keys = new();

    /// <summary>The key that a reference names; null for none.</summary>
    /// <exception cref="Errors.KeyFileException">Its file is missing, can't be read, or holds another key.</exception>
    public IKeyEncryption? Find(KeyReference? reference) =>
        reference is null ? null : keys.GetOrAdd(reference, open);
}
