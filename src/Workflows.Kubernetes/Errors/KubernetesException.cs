using Workflows.Core.Errors;
using Workflows.Core.Resources;

namespace Workflows.Kubernetes;

/// <summary>The base of what a request to an API server can end with, other than its answer.</summary>
public abstract class KubernetesException : WorkflowsException
{
    private protected KubernetesException(
        ErrorKind kind, string message, RequestTarget target, Exception? innerException = null)
        : base(kind, message, innerException) => Target = target;

    /// <summary>What was asked for.</summary>
    public RequestTarget Target { get; }

    public string Verb => Target.Verb;

    public GroupResource? Resource => Target.Resource;

    public string? Namespace => Target.Namespace;

    public string? Name => Target.Name;

    /// <summary>
    /// Whether the server may have carried the request out all the same: it was sent, and either no whole answer
    /// came, or the answer of a repetition speaks of the state that an earlier try left (AlreadyExists, Conflict,
    /// NotFound). Who asked must look at the object to know.
    /// </summary>
    public bool OutcomeUnknown { get; internal set; }
}
