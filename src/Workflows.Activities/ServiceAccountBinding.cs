using System.Text.Json;

namespace Workflows.Activities;

/// <summary>Reads who a ClusterRoleBinding binds.</summary>
internal static class ServiceAccountBinding
{
    /// <summary>
    /// The name of the role, if the binding names a service account of a namespace that is wanted; else null.
    /// </summary>
    public static string? RoleBoundIn(JsonElement binding, Func<string, bool> isWanted)
    {
        var binds = binding.TryGetProperty("subjects", out var subjects)
            && subjects.ValueKind == JsonValueKind.Array
            && subjects.EnumerateArray().Any(subject =>
                subject.TryGetProperty("kind", out var kind)
                && kind.ValueEquals("ServiceAccount")
                && subject.TryGetProperty("namespace", out var ns)
                && ns.GetString() is { } name
                && isWanted(name));
        return binds ? binding.GetProperty("roleRef").GetProperty("name").GetString() : null;
    }
}
