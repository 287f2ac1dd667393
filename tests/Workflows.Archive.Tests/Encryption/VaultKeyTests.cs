using Workflows.Archive.Encryption;
using Workflows.Archive.Tests.Support;

namespace Workflows.Archive.Tests.Encryption;

/// <summary>A key of another kind, so that the seam is proven to fit more than key files.</summary>
public sealed class VaultKeyTests : KeyEncryptionConformance
{
    protected override IKeyEncryption Create() => VaultKey.Create();

    protected override IKeyEncryption Reopen(IKeyEncryption key) => ((VaultKey)key).Reopen();
}
