using Workflows.Faults;
using Workflows.Scenarios.Archives;

namespace Workflows.Scenarios.OneMoment;

/// <summary>An object of the core group that a test writes again and again.</summary>
internal sealed record Stepped(string Resource, string Namespace, string Name)
{
    public string Collection => $"/api/v1/namespaces/{Namespace}/{Resource}";

    public string Path => $"{Collection}/{Name}";

    /// <summary>Where an archive has it.</summary>
    public string Archived => ArchiveTar.PathOf(Resource, Namespace, Name);

    /// <summary>Whether a request captures it: a page of its list, with whole objects, and no count of one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="continued">Whether it lies on a later page than the first.</param>
    public bool IsReadBy(ProxiedRequest request, bool continued) =>
        request.Method == "GET"
        && Lists(request)
        && request.Parameter("limit") != "1"
        && request.IsContinuation == continued
        && !IsMetadata(request);

    /// <summary>Whether a request looks at the versions of its list only.</summary>
    public bool IsCheckedBy(ProxiedRequest request) =>
        request.Method == "GET" && Lists(request) && IsMetadata(request);

    /// <summary>A plan lists a kind in each namespace or in the whole cluster.</summary>
    private bool Lists(ProxiedRequest request) =>
        request.Path == Collection || request.Path == $"/api/v1/{Resource}";

    private static bool IsMetadata(ProxiedRequest request) =>
        request.Header("Accept")?.Contains("PartialObjectMetadata", StringComparison.Ordinal) == true;
}
