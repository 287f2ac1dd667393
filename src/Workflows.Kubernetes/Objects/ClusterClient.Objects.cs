using Workflows.Core.Resources;
using Workflows.Kubernetes.Objects;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes;

public sealed partial class ClusterClient
{
    /// <param name="resource">The resource.</param>
    /// <param name="ns">The namespace; null for a resource of the cluster.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <exception cref="KubernetesApiException">Among others: <see cref="KubernetesApiException.IsNotFound"/>.</exception>
    public Task<ObjectBytes> GetAsync(ApiResource resource, string? ns, string name, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var target = new RequestTarget("get", resource.GroupResource, ns, name);
        var path = ResourcePath.Object(resource, ns, name, null, target);
        return sender.SendAsync(new ApiRequest(HttpMethod.Get, path.ToString(), target), ReadObjectAsync, ct);
    }

    /// <summary>The object, or null if the server says that there is none.</summary>
    public async Task<ObjectBytes?> FindAsync(ApiResource resource, string? ns, string name, CancellationToken ct)
    {
        try
        {
            return await GetAsync(resource, ns, name, ct);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Creates an object. Sent again only while the server surely has not taken it; otherwise the error says
    /// <see cref="KubernetesException.OutcomeUnknown"/>, and the caller looks for its own labels.
    /// </summary>
    public Task<ObjectBytes> CreateAsync(
        ApiResource resource, string? ns, ReadOnlyMemory<byte> body, WriteOptions? options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var target = new RequestTarget("create", resource.GroupResource, ns, null);
        var path = ResourcePath.InNamespace(resource, ns, target);
        return WriteAsync(HttpMethod.Post, path, target, MediaTypes.Json, body, options, RepeatSafety.Never, ct);
    }

    /// <summary>Creates an object at a path of its own, such as a pod's <c>binding</c> or a token request.</summary>
    public Task<ObjectBytes> CreateSubresourceAsync(
        ApiResource resource, string? ns, string name, string subresource, ReadOnlyMemory<byte> body,
        WriteOptions? options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var target = new RequestTarget($"create {subresource} of", resource.GroupResource, ns, name);
        var path = ResourcePath.Object(resource, ns, name, subresource, target);
        return WriteAsync(HttpMethod.Post, path, target, MediaTypes.Json, body, options, RepeatSafety.Never, ct);
    }

    /// <summary>
    /// Replaces an object (PUT). A conflict after a try without an answer may come from that try: it says
    /// <see cref="KubernetesException.OutcomeUnknown"/>.
    /// </summary>
    public Task<ObjectBytes> ReplaceAsync(
        ApiResource resource, string? ns, string name, ReadOnlyMemory<byte> body, WriteOptions? options,
        CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var target = new RequestTarget("replace", resource.GroupResource, ns, name);
        var path = ResourcePath.Object(resource, ns, name, options?.Subresource, target);
        return WriteAsync(HttpMethod.Put, path, target, MediaTypes.Json, body, options, RepeatSafety.Idempotent, ct);
    }

    public Task<ObjectBytes> PatchAsync(
        ApiResource resource, string? ns, string name, PatchType type, ReadOnlyMemory<byte> body,
        WriteOptions? options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var target = new RequestTarget("patch", resource.GroupResource, ns, name);
        if (type is PatchType.ServerSideApply && string.IsNullOrEmpty(options?.FieldManager))
            throw new InvalidRequestException(target, "server-side apply needs a field manager");
        var path = ResourcePath.Object(resource, ns, name, options?.Subresource, target);
        if (type is PatchType.ServerSideApply && options is { Force: true })
            path.Query("force", "true");
        var repeat = type is PatchType.JsonPatch ? RepeatSafety.Never : RepeatSafety.Idempotent;
        return WriteAsync(HttpMethod.Patch, path, target, MediaTypes.Of(type), body, options, repeat, ct);
    }

    /// <summary>
    /// Asks for an object's deletion; finalizers and grace may keep it for a while after this returns. "Not found"
    /// after a try without an answer says <see cref="KubernetesException.OutcomeUnknown"/>.
    /// </summary>
    public async Task DeleteAsync(
        ApiResource resource, string? ns, string name, DeleteOptions? options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var target = new RequestTarget("delete", resource.GroupResource, ns, name);
        var path = ResourcePath.Object(resource, ns, name, null, target);
        var request = new ApiRequest(HttpMethod.Delete, path.ToString(), target)
        {
            Body = DeleteBody.Write(options),
            Repeat = options is { DryRun: true } ? RepeatSafety.Harmless : RepeatSafety.Idempotent,
        };
        await sender.SendAsync(request, ReadObjectAsync, ct);
    }

    private Task<ObjectBytes> WriteAsync(
        HttpMethod method, ResourcePath path, RequestTarget target, string contentType, ReadOnlyMemory<byte> body,
        WriteOptions? options, RepeatSafety repeat, CancellationToken ct)
    {
        path.Query("dryRun", options is { DryRun: true } ? "All" : null)
            .Query("fieldManager", options?.FieldManager)
            .Query("fieldValidation", options?.FieldValidation?.ToString());
        var request = new ApiRequest(method, path.ToString(), target)
        {
            Body = body,
            ContentType = contentType,
            Repeat = options is { DryRun: true } ? RepeatSafety.Harmless : repeat,
        };
        return sender.SendAsync(request, ReadObjectAsync, ct);
    }
}
