using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// Lets role bindings follow the service accounts that a mapping moves. Besides subjects of kind ServiceAccount
/// (which is what Velero maps) these are users and groups whose names Kubernetes forms from a namespace; unmapped,
/// the accounts would lose their rights, and those of the old namespace would have rights over the copy.
/// </summary>
public sealed class BindingSubjectRule : IRestoreRule
{
    private const string UserPrefix = "system:serviceaccount:";
    private const string GroupPrefix = "system:serviceaccounts:";

    public string Name => "binding-subjects";

    public string Description => "Maps the namespaces of service accounts that role bindings name.";

    public bool AppliesTo(GroupResource resource) =>
        resource == KnownResources.RoleBindings || resource == KnownResources.ClusterRoleBindings;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        foreach (var subject in obj.List("subjects").Maps())
        {
            Map(subject, context);
        }

        return RuleVerdict.Keep;
    }

    private static void Map(JsonObject subject, RestoreRuleContext context)
    {
        var name = subject.Text("name");
        switch (subject.Text("kind"))
        {
            case "ServiceAccount" when subject.Text("namespace") is { } ns:
                subject["namespace"] = context.MapNamespace(ns);
                break;
            case "User" when name?.StartsWith(UserPrefix, StringComparison.Ordinal) is true:
                var parts = name[UserPrefix.Length..].Split(':', 2);
                if (parts.Length == 2)
                {
                    subject["name"] = $"{UserPrefix}{context.MapNamespace(parts[0])}:{parts[1]}";
                }

                break;
            case "Group" when name?.StartsWith(GroupPrefix, StringComparison.Ordinal) is true:
                subject["name"] = GroupPrefix + context.MapNamespace(name[GroupPrefix.Length..]);
                break;
            default:
                break;
        }
    }
}
