namespace Workflows.Clouds.Aws;

/// <summary>What AWS knows a caller by. A class, not a record: its text must never be printed.</summary>
/// <param name="accessKeyId">The id of the key.</param>
/// <param name="secretAccessKey">The key, which signs and is never sent.</param>
/// <param name="sessionToken">What goes along with a key that holds for a time; null for one that holds for good.</param>
internal sealed class AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken)
{
    public string AccessKeyId { get; } = accessKeyId;

    public string SecretAccessKey { get; } = secretAccessKey;

    public string? SessionToken { get; } = sessionToken;
}
