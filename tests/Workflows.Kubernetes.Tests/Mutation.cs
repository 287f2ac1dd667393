namespace Workflows.Kubernetes.Tests;

/// <summary>Damages bytes as transmission, disks and enemies do.</summary>
internal static class Mutation
{
    private static readonly string[] s_spice =
        ["{", "}", "[", "]", "\"", ",", ":", "\\", "\\u0000", "null", "1e999", "-", "\xff", "\n", "&a", "*a", "<<", "? ", "!!x", "- ", "|", "#"];

    public static byte[] Of(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.InsertRange(at, System.Text.Encoding.Latin1.GetBytes(s_spice[random.Next(s_spice.Length)]));
                    break;
                case 3 when at < bytes.Count:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(0, Math.Min(random.Next(1, 40), bytes.Count)));
                    break;
            }
        }

        return [.. bytes];
    }
}
