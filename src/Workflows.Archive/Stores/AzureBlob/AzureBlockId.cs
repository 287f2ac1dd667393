using System.Text;

namespace Workflows.Archive.Stores.AzureBlob;

/// <summary>
/// A block's id as Azure takes it: Base64, all of a blob's of one length. Ours are filled up with dots, which no id
/// holds, so that ids of another version's length don't stand in the way.
/// </summary>
internal static class AzureBlockId
{
    public static string Of(string blockId) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(blockId.PadRight(StoreLimits.MaxBlockIdLength, '.')));
}
