using System.Globalization;
using System.Net;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Serving;

/// <summary>Where a service listens.</summary>
/// <param name="Host"><c>localhost</c>, or an address.</param>
/// <param name="Port">The port; 0 lets the system choose.</param>
internal sealed record ListenAddress(string Host, int Port)
{
    public const string Default = "localhost:8642";

    private const string Localhost = "localhost";

    /// <summary>The addresses to bind; null for all that are called localhost.</summary>
    public IPAddress? Address => Host != Localhost ? IPAddress.Parse(Host) : Port == 0 ? IPAddress.Loopback : null;

    /// <summary>Whether nobody but this machine gets there.</summary>
    public bool IsLoopback => Address is null || IPAddress.IsLoopback(Address);

    /// <exception cref="UsageException">The text is no such address.</exception>
    public static ListenAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        var bare = host is ['[', .., ']'] ? host[1..^1] : host;
        return int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            && (host == Localhost || (IPAddress.TryParse(bare, out var address) && IsWritten(host, address)))
            ? new(bare, port)
            : throw new UsageException(
                $"--listen can't read '{text}'; write localhost:PORT, an IPv4 address and a port, or an IPv6 address in brackets and a "
                + "port: 0.0.0.0:8642, [::]:8642.");
    }

    /// <summary>An IPv6 address stands in brackets, an IPv4 address has four parts: 127.1 and 2130706433 mean one, too.</summary>
    private static bool IsWritten(string host, IPAddress address) =>
        host[0] == '[' ? address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 : host == address.ToString() && !host.Contains(':');
}
