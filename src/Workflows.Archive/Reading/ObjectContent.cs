using Workflows.Core.Backups;

namespace Workflows.Archive.Reading;

/// <summary>An object out of an archive, proven to be what the index says.</summary>
/// <param name="Location">Where it was.</param>
/// <param name="Json">Its JSON, byte for byte as it was archived. It may be kept.</param>
public sealed record ObjectContent(ObjectLocation Location, ReadOnlyMemory<byte> Json);
