using System.Text.Json;

namespace Workflows.Activities;

/// <summary>
/// Reads who a ClusterRoleBinding binds. What is not written as a binding is (an archive may be hostile) binds nobody.
/// </summary>
internal static class ServiceAccountBinding
{
    /// <summary>
    /// The name of the role, if the binding names a service account of a namespace that is wanted; else null.
    /// </summary>
    public static string? RoleBoundIn(JsonElement binding, Func<string, bool> isWanted)
    {
        var binds = binding.Field("subjects") is { ValueKind: JsonValueKind.Array } subjects
            && subjects.EnumerateArray().Any(subject =>
                subject.Text("kind") == "ServiceAccount" && subject.Text("namespace") is { } ns && isWanted(ns));
        return binds ? binding.Field("roleRef")?.Text("name") : null;
    }
}
