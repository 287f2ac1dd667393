using System.Text.Json.Nodes;

namespace Workflows.Scenarios.Clusters;

/// <summary>The namespaces of one test on one cluster: gone before it begins, and gone when it is over.</summary>
internal static class TestNamespaces
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static async Task CreateAsync(Cluster cluster, params string[] names)
    {
        foreach (var name in names)
        {
            await cluster.CreateAsync("/api/v1/namespaces", new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = name },
            });
        }

        foreach (var name in names)
        {
            // What every namespace is born with comes a moment later; a test that counts must not race with it.
            await UntilAsync($"the account of {name}", async () =>
                await cluster.FindAsync($"/api/v1/namespaces/{name}/serviceaccounts/default") is not null
                && await cluster.FindAsync($"/api/v1/namespaces/{name}/configmaps/kube-root-ca.crt") is not null);
        }
    }

    /// <summary>Deletes them with all that is in them, pods without the time that they ask for, and waits until they are gone.</summary>
    public static async Task DeleteAsync(Cluster cluster, params string[] names)
    {
        foreach (var name in names)
        {
            if (await cluster.FindAsync($"/api/v1/namespaces/{name}") is null)
            {
                continue;
            }

            await cluster.DeleteAsync($"/api/v1/namespaces/{name}");

            // A namespace that is going takes no new pods, and one with pods is looked at again only after their time is half over.
            await cluster.DeleteAsync($"/api/v1/namespaces/{name}/pods?gracePeriodSeconds=0");
        }

        foreach (var name in names)
        {
            await UntilAsync($"namespace {name} is gone", new NamespaceRemoval(cluster, name).TryFinishAsync);
        }
    }

    /// <param name="what">What is waited for, for a failure's message.</param>
    /// <param name="holds">Whether it is so.</param>
    /// <param name="poll">How often that is asked; null where it need not be seen at once.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds, TimeSpan? poll = null)
    {
        var startedAt = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(startedAt) > Patience)
            {
                throw new TimeoutException($"Not within {Patience}: {what}.");
            }

            await Task.Delay(poll ?? Poll);
        }
    }
}
