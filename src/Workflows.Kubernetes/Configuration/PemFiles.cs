using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Workflows.Core.Errors;

namespace Workflows.Kubernetes.Configuration;

/// <summary>Reads the certificates and keys that a kubeconfig points to or holds.</summary>
internal static class PemFiles
{
    private const long LongestFile = 4 << 20;

    public static string Read(string path, string whose)
    {
        try
        {
            return new FileInfo(path).Length <= LongestFile
                ? File.ReadAllText(path, Encoding.UTF8)
                : throw new KubeconfigException(ErrorKind.Usage, $"The file {path} of {whose} is too long for a PEM file.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KubeconfigException(ErrorKind.NotFound, $"The file {path} of {whose} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException(ErrorKind.Usage, $"The file {path} of {whose} can't be read: {e.Message}", e);
        }
    }

    /// <summary>Base64 to text; the message never quotes it.</summary>
    public static string Decode(string base64, string what)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw new KubeconfigException(ErrorKind.Usage, $"The {what} is not base64.");
        }
    }

    public static X509Certificate2Collection ReadAuthorities(string path, string whose) =>
        ParseAuthorities(Read(path, whose), $"file {path} of {whose}");

    public static X509Certificate2Collection ParseAuthorities(string pem, string what)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubeconfigException(ErrorKind.Usage, $"The {what} holds no PEM certificate that can be read.", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new KubeconfigException(ErrorKind.Usage, $"The {what} holds no PEM certificate.");
    }
}
