using Workflows.Clouds.Http;
using Workflows.Core.Errors;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Authentication;

namespace Workflows.Clouds.Google;

/// <summary>
/// Google's access tokens of this process, from its application default credentials: the file that
/// <c>GOOGLE_APPLICATION_CREDENTIALS</c> names, the one of <c>gcloud auth application-default login</c>, or the metadata
/// server of the machine or workload. Kept until shortly before they expire.
/// </summary>
internal sealed class GoogleTokens
{
    public const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);

    private readonly CloudEnvironment environment;
    private readonly CloudHttp http;
    private readonly CloudHttp local;
    private readonly LastingValue<ClusterToken> token;

    public GoogleTokens(CloudEnvironment environment, CloudHttp http, CloudHttp local)
    {
        (this.environment, this.http, this.local) = (environment, http, local);
        token = new(environment.Time, Early, async cancellationToken =>
        {
            var asked = environment.Time.GetUtcNow();
            var (value, life) = await AskAsync(cancellationToken);
            return (new ClusterToken(value, asked + life), asked + life);
        });
    }

    /// <exception cref="CloudException">There are no credentials, or they get no token.</exception>
    public Task<ClusterToken> GetAsync(CancellationToken cancellationToken) => token.GetAsync(cancellationToken);

    private async Task<(string Value, TimeSpan Life)> AskAsync(CancellationToken cancellationToken)
    {
        if (environment.Filled("GOOGLE_APPLICATION_CREDENTIALS") is { } file)
            return await OfFileAsync(file, cancellationToken);
        return environment.Filled("HOME") is { } home
            && Path.Combine(home, ".config", "gcloud", "application_default_credentials.json") is var usual && File.Exists(usual)
                ? await OfFileAsync(usual, cancellationToken)
                : await OfMachineAsync(cancellationToken);
    }

    private async Task<(string, TimeSpan)> OfFileAsync(string file, CancellationToken cancellationToken)
    {
        var credentials = await CredentialsFile.ReadAsync(file, cancellationToken);
        var call = credentials.Exchange(environment.Time.GetUtcNow()) with
        {
            Advise = refusal => refusal.Status is 400 or 401
                ? $"The credentials in {file} are not taken any more: the key was deleted, the sign-in has ended, or this machine's clock is wrong."
                : null,
        };
        return Read(await http.SendAsync(call, cancellationToken), call.Host);
    }

    private async Task<(string, TimeSpan)> OfMachineAsync(CancellationToken cancellationToken)
    {
        var host = environment.Filled("GCE_METADATA_HOST") ?? "metadata.google.internal";
        try
        {
            var body = await local.SendAsync(
                new CloudCall(
                    "for the machine's token",
                    host,
                    () => new HttpRequestMessage(HttpMethod.Get, $"http://{host}/computeMetadata/v1/instance/service-accounts/default/token")
                    {
                        Headers = { { "Metadata-Flavor", "Google" } },
                    })
                {
                    Tries = 2,
                    Limit = TimeSpan.FromSeconds(3),
                    Advise = refusal => refusal.Status == 404 ? "The machine has no service account: give it one, or set up workload identity." : null,
                },
                cancellationToken);
            return Read(body, host);
        }
        catch (CloudException absent) when (absent.Kind is ErrorKind.Unavailable)
        {
            throw new CloudException(
                ErrorKind.Denied,
                "This process has no Google credentials: GOOGLE_APPLICATION_CREDENTIALS names no file, nobody is signed in with 'gcloud auth "
                + $"application-default login', and there is no metadata server. ({absent.Message})");
        }
    }

    private static (string, TimeSpan) Read(byte[] body, string from)
    {
        using var answer = JsonAnswer.Read(body, from);
        return (answer.Require("access_token"), answer.RequireSeconds("expires_in"));
    }
}
