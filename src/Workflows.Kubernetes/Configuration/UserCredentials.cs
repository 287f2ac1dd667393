using Workflows.Core.Errors;
using Workflows.Kubernetes.Authentication;

namespace Workflows.Kubernetes.Configuration;

/// <summary>Chooses, as kubectl does, which of a user's credentials are used: a token before a password before a plugin.</summary>
internal static class UserCredentials
{
    public static ICredentialSource Build(KubeconfigEntry user, KubeconfigEntry cluster, TimeProvider time)
    {
        RefuseAuthProvider(user);
        var sources = new List<ICredentialSource>();
        if (Certificate(user, time) is { } certificate)
            sources.Add(certificate);
        if (Authorization(user, time) is { } authorization)
            sources.Add(authorization);
        else if (user.Child("exec") is { } exec)
            sources.Add(new ExecCredentialSource(ExecPluginConfig.Read(exec, cluster), time, ExecPluginConfig.Timeout));
        return sources.Count == 1 ? sources[0] : new CombinedCredentialSource(sources);
    }

    private static ICredentialSource? Authorization(KubeconfigEntry user, TimeProvider time)
    {
        var token = user.Text("token");
        if (token is not null && token.Any(c => c is <= ' ' or > '~'))
            throw Error($"The token of the user {user} has characters that no token has.");
        if (user.FilePath("tokenFile") is { } path)
            return new TokenFileCredentialSource(path, token, time);
        if (token is not null)
            return FixedCredentialSource.Token(token);
        if (user.Text("username") is { } name)
            return FixedCredentialSource.Basic(name, user.Text("password") ?? "");
        return null;
    }

    private static CertificateFilesCredentialSource? Certificate(KubeconfigEntry user, TimeProvider time)
    {
        if (!Has(user, "client-certificate"))
        {
            return Has(user, "client-key")
                ? throw Error($"The user {user} has a client key but no client certificate.")
                : null;
        }

        if (!Has(user, "client-key"))
            throw Error($"The user {user} has a client certificate but no client key.");
        var first = ReadCertificate(user);
        return first.HasExpired(time)
            ? throw new KubeconfigException(
                ErrorKind.Denied, first.ExpiredSentence + " Get a new one, or choose another context.")
            : new CertificateFilesCredentialSource(first, () => ReadCertificate(user));
    }

    private static bool Has(KubeconfigEntry user, string field) =>
        user.Text(field) is not null || user.Text($"{field}-data") is not null;

    private static ClientCertificate ReadCertificate(KubeconfigEntry user)
    {
        var file = user.Text("client-certificate-data") is null ? user.FilePath("client-certificate") : null;
        var origin = file is null ? $"the user {user}" : $"the user {user} ({file})";
        try
        {
            return ClientCertificate.FromPem(Pem(user, "client-certificate"), Pem(user, "client-key"), origin);
        }
        catch (FormatException e)
        {
            throw Error($"The credentials of {origin} can't be used: {e.Message}.");
        }
    }

    private static string Pem(KubeconfigEntry user, string field) =>
        user.Text($"{field}-data") is { } data
            ? PemFiles.Decode(data, $"{field}-data of the user {user}")
            : PemFiles.Read(user.FilePath(field)!, $"the user {user}");

    private static void RefuseAuthProvider(KubeconfigEntry user)
    {
        if (user.Child("auth-provider") is not { } provider)
            return;
        var name = provider.Text("name") ?? "";
        var instead = name switch
        {
            "gcp" => "gke-gcloud-auth-plugin",
            "azure" => "kubelogin",
            _ => "a credential plugin (exec)",
        };
        throw Error(
            $"The user {user} uses the auth-provider '{name}', which Kubernetes removed in 1.26: use {instead} instead.");
    }

    private static KubeconfigException Error(string message) => new(ErrorKind.Usage, message);
}
