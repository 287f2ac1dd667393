namespace Workflows.Kubernetes.Transport;

/// <summary>What it would mean to send a request again that the server may already have carried out.</summary>
internal enum RepeatSafety
{
    /// <summary>It changes nothing (reads, dry runs).</summary>
    Harmless,

    /// <summary>
    /// The same state comes out, but the answer may speak of what the first sending did: a replace then meets a
    /// conflict, a delete finds nothing.
    /// </summary>
    Idempotent,

    /// <summary>It may do its work twice (create, JSON patch): never sent again unless surely not carried out.</summary>
    Never,
}
