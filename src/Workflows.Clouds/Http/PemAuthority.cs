using System.Text;
using Workflows.Core.Errors;

namespace Workflows.Clouds.Http;

/// <summary>Certificates as clouds give them: PEM, in Base64 once more.</summary>
internal static class PemAuthority
{
    /// <exception cref="CloudException">It is not Base64.</exception>
    public static string Decode(string text, string of)
    {
        try
        {
            return Encoding.ASCII.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw new CloudException(ErrorKind.Failed, $"The certificate authority that the cloud gives for {of} is not Base64.");
        }
    }
}
