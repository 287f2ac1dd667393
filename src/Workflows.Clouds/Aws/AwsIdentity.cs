using Workflows.Clouds.Http;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Authentication;

namespace Workflows.Clouds.Aws;

/// <summary>
/// The AWS credentials of this process, found as AWS's own tools do: the environment, a web identity's token (IRSA), the
/// container's agent (ECS, EKS Pod Identity), the machine's metadata service. Kept until shortly before they expire.
/// Profiles of <c>~/.aws</c> are not read: <c>aws configure export-credentials</c> puts one into the environment.
/// </summary>
internal sealed class AwsIdentity
{
    private const string Session = "workflows";
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly CloudEnvironment environment;
    private readonly SecurityTokenService tokens;
    private readonly MachineCredentials machine;
    private readonly LastingValue<AwsCredentials> own;
    private readonly LastingValue<AwsCredentials>? assumed;

    /// <param name="environment">The machine.</param>
    /// <param name="http">The way to AWS.</param>
    /// <param name="local">The way to what tells this machine who it is.</param>
    /// <param name="region">The region whose STS is asked.</param>
    /// <param name="role">The role to take on; null for none.</param>
    public AwsIdentity(CloudEnvironment environment, CloudHttp http, CloudHttp local, string region, string? role)
    {
        this.environment = environment;
        tokens = new SecurityTokenService(http, environment.Time, region);
        machine = new MachineCredentials(environment, local);
        own = new(environment.Time, Early, FindAsync);
        assumed = role is null ? null : new(environment.Time, Early, async cancellationToken =>
            await tokens.AssumeAsync(role, Session, await own.GetAsync(cancellationToken), cancellationToken));
    }

    /// <exception cref="CloudException">There are none, or the role can't be taken on.</exception>
    public Task<AwsCredentials> GetAsync(CancellationToken cancellationToken) => (assumed ?? own).GetAsync(cancellationToken);

    private async Task<(AwsCredentials, DateTimeOffset?)> FindAsync(CancellationToken cancellationToken)
    {
        if (environment.Filled("AWS_ACCESS_KEY_ID") is { } id && environment.Filled("AWS_SECRET_ACCESS_KEY") is { } key)
            return (new AwsCredentials(id, key, environment.Filled("AWS_SESSION_TOKEN")), null);
        if (environment.Filled("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file && environment.Filled("AWS_ROLE_ARN") is { } role)
        {
            var token = await IdentityFile.ReadAsync(file, cancellationToken);
            return await tokens.AssumeWithWebIdentityAsync(role, environment.Filled("AWS_ROLE_SESSION_NAME") ?? Session, token, cancellationToken);
        }

        return await machine.FindAsync(cancellationToken) ?? throw new CloudException(
            ErrorKind.Denied,
            "This process has no AWS credentials: there are none in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, no AWS_WEB_IDENTITY_TOKEN_FILE "
            + "with AWS_ROLE_ARN, no container agent, and no role of an EC2 instance. For a profile: eval \"$(aws configure export-credentials --format env)\"");
    }
}
