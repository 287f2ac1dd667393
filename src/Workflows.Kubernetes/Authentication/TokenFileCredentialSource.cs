using System.Text;

namespace Workflows.Kubernetes.Authentication;

/// <summary>
/// A token in a file that somebody else keeps fresh, such as the service account's. It is read again every ten
/// seconds of use, and at once when the server refuses it; while the file can't be read the last good token serves.
/// </summary>
internal sealed class TokenFileCredentialSource(string path, string? firstToken, TimeProvider time) : ICredentialSource
{
    private const int LongestToken = 1 << 20;
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private Credential? current = firstToken is null ? null : Bearer(firstToken);
    private long? readAt;

    public ValueTask<Credential> GetAsync(CancellationToken ct)
    {
        lock (gate)
        {
            if (current is not null && readAt is { } at && time.GetElapsedTime(at) < s_fresh)
                return new ValueTask<Credential>(current);
            current = Read() is { } token && $"Bearer {token}" != current?.Authorization ? Bearer(token) : current;
            readAt = time.GetTimestamp();
            return new ValueTask<Credential>(
                current ?? throw new CredentialException($"The token file {path} is empty."));
        }
    }

    public bool Refuse(Credential refused)
    {
        lock (gate)
        {
            if (current?.Authorization != refused.Authorization)
                return true;
            readAt = null;
            return ReadQuietly() is { } token && $"Bearer {token}" != refused.Authorization;
        }
    }

    private static Credential Bearer(string token) => new($"Bearer {token}", null);

    private string? ReadQuietly()
    {
        try
        {
            return Read();
        }
        catch (CredentialException)
        {
            return null;
        }
    }

    private string? Read()
    {
        try
        {
            if (new FileInfo(path).Length > LongestToken)
                throw new CredentialException($"The token file {path} is longer than a token can be.");
            var token = File.ReadAllText(path, Encoding.UTF8).Trim();
            if (token.Any(c => c is <= ' ' or > '~'))
                throw new CredentialException($"The token file {path} does not hold a token.");
            return token.Length > 0 ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return current is not null
                ? null
                : throw new CredentialException($"The token file {path} can't be read: {e.Message}", e);
        }
    }
}
