using System.Text;
using Workflows.Archive.Errors;
using Workflows.Archive.Format;
using Workflows.Archive.Manifests;
using Workflows.Archive.Tests.Support;
using Workflows.Core.Errors;

namespace Workflows.Archive.Tests.Verifying;

/// <summary>
/// Manifests from somebody who knows how a digest is made: whatever is written in one, reading ends with a manifest or
/// with an error that names the backup.
/// </summary>
public sealed class ManifestFuzzTests
{
    private static readonly string[] Tokens =
    [
        "null", "true", "-1", "0", "1e400", "9223372036854775808", "18446744073709551616", "\"\"", "[]", "{}", "[[[[[[[[[[]]]]]]]]]]",
        "\"\\ud800\"", "\"../../etc/passwd\"", "\"" + new string('a', 300) + "\"", "\"\u0000\"", "1.5", "\"2026-13-45T00:00:00Z\"",
    ];

    [Theory]
    [InlineData("format-1")]
    [InlineData("format-2")]
    public void A_manifest_of_any_content_with_a_right_digest_is_read_or_refused_by_name(string format)
    {
        var good = DigestedJson.Open(File.ReadAllBytes(ManifestOf(format))).ToArray();
        var values = ValuesOf(good);
        var random = new Random(11);
        for (var i = 0; i < Campaign.Count(3_000, 500_000); i++)
        {
            var body = random.Next(2) == 0 ? Flipped(good, random) : Replaced(good, values, random);
            try
            {
                Assert.Equal("golden", ManifestFile.Read("golden", DigestedJson.CloseOpen(body)).Overview.Name);
            }
            catch (WorkflowsException named) when (
                named is ArchiveDamagedException or ArchiveVersionException or ArchiveEncryptedException)
            {
                Assert.Contains("golden", named.Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Flipped(byte[] good, Random random)
    {
        var bytes = good.ToArray();
        for (var flips = random.Next(1, 4); flips > 0; flips--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>With a value of another kind, size or sense in the place of one of its own.</summary>
    private static byte[] Replaced(byte[] good, List<Range> values, Random random)
    {
        var value = values[random.Next(values.Count)];
        return
        [
            .. good[..value.Start],
            .. Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]),
            .. good[value.End..],
        ];
    }

    /// <summary>Where what stands behind a colon begins and ends: an indented file has one to a line.</summary>
    private static List<Range> ValuesOf(byte[] json)
    {
        var values = new List<Range>();
        for (var at = 0; at < json.Length - 2; at++)
        {
            if (json[at] == ':' && json[at + 1] == ' ')
            {
                var end = Array.IndexOf(json, (byte)'\n', at);
                end = end < 0 ? json.Length : end;
                values.Add((at + 2)..(json[end - 1] == ',' ? end - 1 : end));
            }
        }

        return values;
    }

    private static string ManifestOf(string format) => Path.Combine(
        AppContext.BaseDirectory, "Golden", format, "guestbook", "store", "catalog", "backups", "golden.json");
}
