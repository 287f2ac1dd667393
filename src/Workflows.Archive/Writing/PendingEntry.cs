using Workflows.Archive.Format;

namespace Workflows.Archive.Writing;

/// <summary>Where a gzip member lies in its segment, and how large it is unpacked.</summary>
internal sealed record MemberPlace(long Offset, int Length, int PlainLength);

/// <summary>An object in the member that is being filled; where that member ends is not known yet.</summary>
internal readonly record struct PendingEntry(ArchivedObject Archived, string Sha256, int JsonOffset, int JsonLength)
{
    public IndexEntry ToIndexEntry(int part, MemberPlace member) => new()
    {
        Part = part,
        Resource = Archived.Resource.ToString(),
        Namespace = Archived.Head.Namespace,
        Name = Archived.Head.Name,
        ApiVersion = Archived.Head.ApiVersion,
        Kind = Archived.Head.Kind,
        Uid = Archived.Head.Uid,
        ResourceVersion = Archived.Head.ResourceVersion,
        Sha256 = Sha256,
        Labels = Archived.Head.Labels.Count == 0 ? null : Archived.Head.Labels,
        Controller = Archived.Head.Controller,
        IsBeingDeleted = Archived.Head.IsBeingDeleted,
        MemberOffset = member.Offset,
        MemberLength = member.Length,
        MemberPlainLength = member.PlainLength,
        JsonOffset = JsonOffset,
        JsonLength = JsonLength,
    };
}
