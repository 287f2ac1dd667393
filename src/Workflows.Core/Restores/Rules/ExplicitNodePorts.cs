using System.Text.Json.Nodes;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// The node ports of a service that somebody asked for, as opposed to those the server allocated. Evidence, as in
/// Velero's <c>service_action.go</c>: <c>kubectl apply</c> keeps what was asked for in an annotation; for all others
/// <c>metadata.managedFields</c> names the fields that a client sent, and allocation happens after it is written.
/// </summary>
internal sealed class ExplicitNodePorts
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<int> unnamedNumbers = [];
    private readonly HashSet<(int Port, string Protocol)> managed = [];

    private ExplicitNodePorts()
    {
    }

    /// <summary>Whether <c>spec.healthCheckNodePort</c> was asked for.</summary>
    public bool HealthCheck { get; private set; }

    public static ExplicitNodePorts Of(JsonObject service)
    {
        var asked = new ExplicitNodePorts();
        asked.ReadLastApplied(service.Annotation(LastApplied));
        foreach (var entry in service.Map("metadata").List("managedFields").Maps())
        {
            asked.ReadManaged(entry.Map("fieldsV1").Map("f:spec"));
        }

        return asked;
    }

    /// <summary>Whether the node port of this entry of <c>spec.ports</c> was asked for.</summary>
    public bool Has(JsonObject port)
    {
        var isApplied = port.Text("name") is { Length: > 0 } name
            ? names.Contains(name)
            : port.Number("nodePort") is { } number && unnamedNumbers.Contains(number);
        return isApplied
            || (port.Number("port") is { } own && managed.Contains((own, port.Text("protocol") ?? "TCP")));
    }

    private void ReadLastApplied(string? json)
    {
        // An annotation that is no JSON was not written by kubectl, and is no evidence of anything.
        var spec = ManifestJson.TryParse(json)?.Map("spec");
        HealthCheck |= spec.Number("healthCheckNodePort") > 0;
        foreach (var port in spec.List("ports").Maps())
        {
            if (port.Number("nodePort") is not > 0)
            {
                continue;
            }

            if (port.Text("name") is { Length: > 0 } name)
            {
                names.Add(name);
            }
            else
            {
                unnamedNumbers.Add(port.Number("nodePort")!.Value);
            }
        }
    }

    private void ReadManaged(JsonObject? spec)
    {
        HealthCheck |= spec?.ContainsKey("f:healthCheckNodePort") is true;
        foreach (var (key, fields) in spec.Map("f:ports") ?? [])
        {
            // The key of a list entry: k:{"port":80,"protocol":"TCP"}.
            if (fields is JsonObject owned && owned.ContainsKey("f:nodePort")
                && key.StartsWith("k:", StringComparison.Ordinal)
                && ManifestJson.TryParse(key[2..]) is { } entry && entry.Number("port") is { } port)
            {
                managed.Add((port, entry.Text("protocol") ?? "TCP"));
            }
        }
    }
}
