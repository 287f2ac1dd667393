using Workflows.Volumes.Handover;

namespace Workflows.Activities.Volumes.Moving;

/// <summary>How a mover's pod is spoken with.</summary>
internal interface IMoverPods
{
    /// <summary>The last lines that its program has written, in order; none where its log can't be read yet.</summary>
    Task<IReadOnlyList<MoverLine>> ReadLogAsync(string ns, string pod, CancellationToken cancellationToken);

    /// <summary>Hands something over to the program that waits, or is at work.</summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="header">What is handed over.</param>
    /// <param name="writeContentAsync">Writes what follows; null where nothing does.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HandoverException">There was no answer: whether the program acts on it is not known.</exception>
    Task<HandoverAnswer> HandOverAsync(
        string ns,
        string pod,
        HandoverHeader header,
        Func<Stream, CancellationToken, Task>? writeContentAsync,
        CancellationToken cancellationToken);
}
