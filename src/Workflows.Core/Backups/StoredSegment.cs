namespace Workflows.Core.Backups;

/// <summary>A segment of an encrypted backup as it is stored: ciphertext and tags.</summary>
/// <param name="DataLength">The length of its blocks of archive data together, in bytes.</param>
/// <param name="DataSha256">SHA-256 of those bytes in order, lower-case hexadecimal.</param>
/// <param name="IndexLength">The length of its blocks of index together, in bytes.</param>
/// <param name="IndexSha256">SHA-256 of those bytes in order, lower-case hexadecimal.</param>
public sealed record StoredSegment(long DataLength, string DataSha256, long IndexLength, string IndexSha256);
