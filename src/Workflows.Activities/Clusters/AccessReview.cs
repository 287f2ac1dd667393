using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Core.Clusters.Access;
using Workflows.Core.Resources;
using Workflows.Kubernetes;

namespace Workflows.Activities.Clusters;

/// <summary>
/// Asks a cluster which rights the caller has, one by one (SelfSubjectAccessReview): what lists rules
/// (SelfSubjectRulesReview) may leave some out where others than RBAC decide.
/// </summary>
/// <param name="client">The cluster.</param>
public sealed class AccessReview(ClusterClient client)
{
    /// <summary>How many questions are asked at once.</summary>
    private const int Askers = 8;

    private static readonly ApiResource Reviews =
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false, ["create"]);

    /// <exception cref="KubernetesException">The cluster does not answer.</exception>
    public async Task<ClusterAccess> RunAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var version = await client.GetVersionAsync(cancellationToken);
        var discovery = await client.DiscoverAsync(cancellationToken);
        var tasks = new List<TaskAccess>();
        foreach (var task in request.Tasks)
        {
            var rights = NeededRights.For(task, discovery.Resources);
            tasks.Add(new(task, rights.Count, await MissingAsync(rights, request.Namespaces, cancellationToken)));
        }

        return new(version.GitVersion, tasks, [.. discovery.Broken.Select(broken => broken.Group)]);
    }

    private async Task<IReadOnlyList<MissingRight>> MissingAsync(
        IReadOnlyList<ClusterRight> rights, IReadOnlyList<string> namespaces, CancellationToken cancellationToken)
    {
        // Who may do it with everything need not be asked kind by kind.
        var everywhere = new HashSet<string>(StringComparer.Ordinal);
        foreach (var verb in rights.Where(right => right.Subresource is null).GroupBy(right => right.Verb).Where(verb => verb.Count() > 1))
        {
            if (await IsAllowedAsync(new(new(verb.Key, new("*", "*"), true), null), cancellationToken))
            {
                everywhere.Add(verb.Key);
            }
        }

        MissingRight[] asked =
        [
            .. from right in rights
               where right.Subresource is not null || !everywhere.Contains(right.Verb)
               from ns in right.Namespaced && namespaces.Count > 0 ? namespaces : (IReadOnlyList<string?>)[null]
               select new MissingRight(right, ns),
        ];
        var allowed = new bool[asked.Length];
        await Parallel.ForAsync(
            0,
            asked.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Askers, CancellationToken = cancellationToken },
            async (number, token) => allowed[number] = await IsAllowedAsync(asked[number], token));
        return [.. asked.Where((_, number) => !allowed[number])];
    }

    private async Task<bool> IsAllowedAsync(MissingRight asked, CancellationToken cancellationToken)
    {
        var right = asked.Right;
        var review = new JsonObject
        {
            ["apiVersion"] = Reviews.ApiVersion,
            ["kind"] = Reviews.Kind,
            ["spec"] = new JsonObject
            {
                ["resourceAttributes"] = new JsonObject
                {
                    ["verb"] = right.Verb,
                    ["group"] = right.Resource.Group,
                    ["resource"] = right.Resource.Plural,
                    ["subresource"] = right.Subresource ?? "",
                    ["namespace"] = asked.Namespace ?? "",
                },
            },
        };
        var answer = await client.CreateAsync(
            Reviews, null, JsonSerializer.SerializeToUtf8Bytes(review), options: null, cancellationToken);
        using var document = JsonDocument.Parse(answer.Json);
        return document.RootElement.Field("status")?.Field("allowed") is { ValueKind: JsonValueKind.True };
    }
}
