namespace Workflows.Core.Selection;

/// <summary>How far a selection reaches beyond namespaces.</summary>
public enum ClusterScope
{
    /// <summary>Every object of the cluster that the other filters allow.</summary>
    All,

    /// <summary>
    /// Only what the chosen namespaces need: the namespaces themselves, the definitions of their custom resources,
    /// the volumes that their claims are bound to; and resources that the selection names.
    /// </summary>
    Related,

    /// <summary>No object of the cluster, namespaces included.</summary>
    None,
}
