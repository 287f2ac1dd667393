using Workflows.Core.Resources;

namespace Workflows.Core.Backups;

/// <summary>
/// Where one object lies in an archive and what its bytes must hash to: enough to fetch it by range and to prove it,
/// small enough to be part of a plan.
/// </summary>
/// <param name="Resource">Plural and group, as <see cref="GroupResource.Parse"/> reads it.</param>
/// <param name="Namespace">The namespace in the archive; null for an object of the cluster.</param>
/// <param name="Name">The name.</param>
/// <param name="MemberOffset">Where its gzip member starts in the archive's gzip stream, in bytes.</param>
/// <param name="MemberLength">The member's length, in bytes.</param>
/// <param name="MemberPlainLength">The member's length unpacked, in bytes.</param>
/// <param name="JsonOffset">Where the object's JSON starts in the unpacked member, in bytes.</param>
/// <param name="JsonLength">The JSON's length, in bytes.</param>
/// <param name="Sha256">SHA-256 of the JSON, lower-case hexadecimal.</param>
public sealed record ObjectLocation(
    string Resource,
    string? Namespace,
    string Name,
    long MemberOffset,
    int MemberLength,
    int MemberPlainLength,
    int JsonOffset,
    int JsonLength,
    string Sha256)
{
    public ObjectKey ToKey() => new(GroupResource.Parse(Resource), Namespace, Name);
}
