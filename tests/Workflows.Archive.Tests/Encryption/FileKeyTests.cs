using Workflows.Archive.Encryption;
using Workflows.Archive.Encryption.KeyFiles;

namespace Workflows.Archive.Tests.Encryption;

/// <summary>The key of a key file.</summary>
public sealed class FileKeyTests : KeyEncryptionConformance
{
    protected override IKeyEncryption Create() => FileKey.Generate();

    protected override IKeyEncryption Reopen(IKeyEncryption key) => new FileKey(((FileKey)key).Material.Span);
}
