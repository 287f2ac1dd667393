using System.Text.Json;
using Workflows.Kubernetes.Objects;
using Workflows.Kubernetes.Transport;

namespace Workflows.Kubernetes.ApiDiscovery;

/// <summary>Asks a server what it serves: in one answer if it can, else group by group.</summary>
internal sealed class Discoverer(RequestSender sender, int maxBodyBytes)
{
    /// <summary>
    /// A group whose server is down answers 503 for as long as one asks. Any other failure is not the group's, and is
    /// worth as many tries as usual: a group that is called broken is missing from the backup.
    /// </summary>
    private const int UnavailableAttempts = 3;

    private static readonly RequestTarget s_target = new("discover", null, null, null);

    public async Task<Discovery> DiscoverAsync(CancellationToken ct)
    {
        var core = FindAsync("/api", ReadCoreAsync, ct);
        var others = FindAsync("/apis", ReadGroupsAsync, ct);
        await Task.WhenAll(core, others);
        return PreferredResources.Choose([.. await core, .. await others]);
    }

    private async Task<IReadOnlyList<GroupVersions>> FindAsync(
        string path,
        Func<JsonElement, CancellationToken, Task<IReadOnlyList<GroupVersions>>> readGroupByGroup,
        CancellationToken ct)
    {
        using var answer = await GetAsync(path, MediaTypes.Discovery, null, ct);
        return answer.RootElement.Text("kind") == "APIGroupDiscoveryList"
            ? AggregatedDiscovery.Read(answer.RootElement)
            : await readGroupByGroup(answer.RootElement, ct);
    }

    private async Task<IReadOnlyList<GroupVersions>> ReadCoreAsync(JsonElement answer, CancellationToken ct)
    {
        var versions = GroupDiscovery.ReadCoreVersions(answer);
        return [new GroupVersions("", await Task.WhenAll(versions.Select(version => ReadVersionAsync("", version, ct))))];
    }

    private async Task<IReadOnlyList<GroupVersions>> ReadGroupsAsync(JsonElement answer, CancellationToken ct) =>
        await Task.WhenAll(GroupDiscovery.ReadGroups(answer).Select(async group => new GroupVersions(
            group.Group,
            await Task.WhenAll(group.Versions.Select(version => ReadVersionAsync(group.Group, version, ct))))));

    private async Task<VersionResources> ReadVersionAsync(string group, string version, CancellationToken ct)
    {
        var target = new RequestTarget($"discover {(group.Length == 0 ? version : $"{group}/{version}")}", null, null, null);
        try
        {
            var path = ResourcePath.GroupVersion(group, version, target).ToString();
            using var answer = await GetAsync(path, MediaTypes.Json, target, ct);
            return new VersionResources(
                version, GroupDiscovery.ReadResources(group, version, answer.RootElement), null);
        }
        catch (KubernetesException e)
        {
            return new VersionResources(version, null, e.Message);
        }
    }

    private Task<JsonDocument> GetAsync(string path, string accept, RequestTarget? group, CancellationToken ct)
    {
        var request = new ApiRequest(HttpMethod.Get, path, group ?? s_target)
        {
            Accept = accept,
            MaxUnavailableAttempts = group is null ? null : UnavailableAttempts,
        };
        return sender.SendAsync(request, ParseAsync, ct);
    }

    private async Task<JsonDocument> ParseAsync(ExchangeResponse response)
    {
        var body = await JsonBody.ReadAsync(response, maxBodyBytes);
        try
        {
            return JsonDocument.Parse(body.Json);
        }
        catch (JsonException)
        {
            throw new MalformedResponseException(response.Target, "it is nested more deeply than discovery is");
        }
    }
}
