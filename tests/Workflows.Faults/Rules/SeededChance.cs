using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Faults.Rules;

/// <summary>
/// Draws numbers that depend on the seed, the request and how often it came, and not on the order in which requests
/// of many clients happen to arrive: the same seed does the same to the same requests.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class SeededChance(int seed)
{
    private readonly ConcurrentDictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <summary>One number from 0 to 1 per rule; asked for once for each request that comes.</summary>
    public Func<int, double> For(ProxiedRequest request)
    {
        var identity = $"{request.Method} {request.Path} {Convert.ToHexString(SHA256.HashData(request.Body.Span))} "
            + request.Parameter("continue")?.Length;
        var time = seen.AddOrUpdate(identity, 1, (_, count) => count + 1);
        return rule => Draw($"{seed} {rule} {time} {identity}");
    }

    private static double Draw(string key) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) / (uint.MaxValue + 1.0);
}
