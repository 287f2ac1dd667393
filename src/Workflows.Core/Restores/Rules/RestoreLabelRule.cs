using System.Text.Json.Nodes;
using Workflows.Core.Resources;

namespace Workflows.Core.Restores.Rules;

/// <summary>Labels every restored object with its backup and its restore.</summary>
public sealed class RestoreLabelRule : IRestoreRule
{
    public string Name => "restore-labels";

    public string Description =>
        $"Adds the labels {RestoreLabels.BackupName} and {RestoreLabels.RestoreName} to every restored object.";

    public bool AppliesTo(GroupResource resource) => true;

    public RuleVerdict Apply(JsonObject obj, RestoreRuleContext context)
    {
        var labels = obj.Ensure("metadata").Ensure("labels");
        labels[RestoreLabels.BackupName] = RestoreLabels.ValueOf(context.BackupName);
        labels[RestoreLabels.RestoreName] = RestoreLabels.ValueOf(context.RestoreName);
        return RuleVerdict.Keep;
    }
}
