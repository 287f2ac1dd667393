using System.Text;

namespace Workflows.Kubernetes.Tests.Servers;

/// <summary>A request as it came over the wire.</summary>
public sealed record FaultRequest(
    string Method, string Path, ILookup<string, string> Headers, byte[] Body, int Connection, string? ClientCertificate)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers[name].FirstOrDefault();
}
