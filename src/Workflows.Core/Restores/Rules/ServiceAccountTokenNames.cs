namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Names of the token secrets that clusters before Kubernetes 1.24 made for every service account:
/// <c>&lt;account&gt;-token-xxxxx</c>, generated as <c>metadata.generateName</c> is (apimachinery
/// <c>util/rand</c>: five characters without vowels or look-alikes; the base is cut to 58 characters). Velero takes
/// every name that begins so for one of them; a secret <c>build-token-production</c> would be lost.
/// </summary>
internal static class ServiceAccountTokenNames
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int LongestBase = 63 - SuffixLength;

    public static bool IsGenerated(string? name, string? serviceAccount)
    {
        if (name is null || string.IsNullOrEmpty(serviceAccount))
        {
            return false;
        }

        var stem = $"{serviceAccount}-token-";
        stem = stem.Length > LongestBase ? stem[..LongestBase] : stem;
        return name.Length == stem.Length + SuffixLength
            && name.StartsWith(stem, StringComparison.Ordinal)
            && name[stem.Length..].All(Alphabet.Contains);
    }
}
