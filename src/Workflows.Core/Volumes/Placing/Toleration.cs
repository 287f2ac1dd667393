using System.Text.Json.Nodes;
using Workflows.Core.Restores.Rules;

namespace Workflows.Core.Volumes.Placing;

/// <summary>One taint that a mover bears.</summary>
/// <param name="Key">The taint's key.</param>
/// <param name="Value">Its value; null for none.</param>
/// <param name="Effect">Its effect.</param>
public sealed record Toleration(string Key, string? Value, string Effect)
{
    /// <summary>
    /// What keeps pods off for a node's own trouble: a mover there would not run either. That nothing new is to be
    /// scheduled there is no trouble, and a volume in use is nowhere else to be read.
    /// </summary>
    private const string Trouble = "node.kubernetes.io/";

    private const string Cordoned = "node.kubernetes.io/unschedulable";

    /// <summary>What a mover must bear to run where the claim's pod does.</summary>
    /// <param name="node">The Node.</param>
    public static IReadOnlyList<Toleration> Of(JsonObject node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return
        [
            .. from taint in node.Map("spec").List("taints").Maps()
               let key = taint.Text("key")
               let effect = taint.Text("effect")
               where key is not null && effect is not null
                   && (key == Cordoned || !key.StartsWith(Trouble, StringComparison.Ordinal))
               select new Toleration(key, taint.Text("value"), effect),
        ];
    }
}
