namespace Workflows.Volumes.Trees;

/// <param name="Name">Its name with its namespace: <c>user.comment</c>, <c>system.posix_acl_access</c>.</param>
/// <param name="Value">Its value.</param>
public sealed record ExtendedAttribute(string Name, ReadOnlyMemory<byte> Value);
