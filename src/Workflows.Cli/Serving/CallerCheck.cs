using Microsoft.AspNetCore.Http;

namespace Workflows.Cli.Serving;

/// <summary>Who may ask: whoever knows the token, or has a certificate of an authority that the service was given.</summary>
internal sealed class CallerCheck(TokenFile? token, TlsFiles? tls)
{
    private const string Scheme = "Bearer ";

    /// <summary>Who asks, for the log; null for somebody unknown.</summary>
    /// <exception cref="Core.Errors.WorkflowsException">The token file has become unfit.</exception>
    public string? Find(HttpContext context)
    {
        if (tls is not null && context.Connection.ClientCertificate is { } certificate && tls.Knows(certificate))
        {
            return $"certificate {certificate.Subject}";
        }

        var header = context.Request.Headers.Authorization.ToString();
        return token is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && token.Matches(header[Scheme.Length..].Trim())
            ? "token"
            : null;
    }
}
