using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Workflows.Scenarios.Secrecy;

/// <summary>Something that must be told nowhere, found by what nothing else contains.</summary>
/// <param name="What">What it is, for a failure's message.</param>
/// <param name="Text">The secret itself.</param>
internal sealed record PlantedSecret(string What, string Text)
{
    public string Encoded { get; } = Convert.ToBase64String(Encoding.UTF8.GetBytes(Text));

    public static PlantedSecret Create(string what) => new(what, "Planted" + RandomNumberGenerator.GetHexString(24));

    /// <summary>The lines of the client's key in a kubeconfig.</summary>
    public static IEnumerable<PlantedSecret> ClientKeyIn(string kubeconfig)
    {
        var key = Regex.Match(File.ReadAllText(kubeconfig), "client-key-data: (?<key>\\S+)", RegexOptions.None, TimeSpan.FromSeconds(1));
        return Encoding.UTF8.GetString(Convert.FromBase64String(key.Groups["key"].Value))
            .Split('\n')
            .Where(line => line.Length > 20 && !line.StartsWith('-'))
            .Select(line => new PlantedSecret("a client's key", line));
    }

    /// <summary>Whether the bytes hold it, as it is or in base64.</summary>
    public bool IsIn(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf(Encoding.UTF8.GetBytes(Text)) >= 0 || bytes.IndexOf(Encoding.UTF8.GetBytes(Encoded)) >= 0;
}
