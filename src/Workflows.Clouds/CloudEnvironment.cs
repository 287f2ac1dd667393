using Azure.Core;
using Workflows.Archive.Stores.AzureBlob;

namespace Workflows.Clouds;

/// <summary>What a machine is to the clouds: its variables, its way to them, its clock.</summary>
public sealed record CloudEnvironment
{
    /// <summary>Gives the environment variable of a name; null where it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Gives the Azure identity; <see cref="ProcessIdentity"/> where nothing else is said.</summary>
    public Func<TokenCredential> AzureIdentity { get; init; } = () => ProcessIdentity.Azure;

    /// <summary>Carries requests to clouds; it follows no redirects, which would take tokens along.</summary>
    public HttpMessageHandler Network { get; init; } = CreateHandler(useProxy: true);

    /// <summary>Carries requests to what tells this machine who it is: never over a proxy, which would be told too.</summary>
    public HttpMessageHandler Machine { get; init; } = CreateHandler(useProxy: false);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    private static SocketsHttpHandler CreateHandler(bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        ConnectTimeout = TimeSpan.FromSeconds(useProxy ? 10 : 1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    };

    internal string? Filled(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
