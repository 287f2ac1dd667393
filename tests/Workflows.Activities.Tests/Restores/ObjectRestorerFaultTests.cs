using Workflows.Activities.Restores.Applying;
using Workflows.Activities.Tests.Restores.Support;
using Workflows.Core.Restores;
using Workflows.Kubernetes;
using Workflows.Kubernetes.Tests.Servers;

namespace Workflows.Activities.Tests.Restores;

/// <summary>One object against a server that fails in the ways that no real one does on demand.</summary>
public sealed class ObjectRestorerFaultTests
{
    private const string Webhook = "failed calling webhook policy.example";

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_recognised_as_created()
    {
        await using var cluster = new FaultyCluster((server, request) =>
        {
            if (request.Method != "POST")
            {
                return null;
            }

            server.Answer(request);
            return new Reply { Reset = true };
        });

        Assert.Equal(RestoreOutcome.Created, (await RestoreAsync(cluster)).Outcome);
        Assert.Equal(1, cluster.CountOf("POST"));
        Assert.Equal(1, cluster.CountOf("GET"));
    }

    [Fact]
    public async Task A_create_that_never_arrived_is_sent_again()
    {
        var posts = 0;
        await using var cluster = new FaultyCluster((_, request) =>
            request.Method == "POST" && ++posts == 1 ? new Reply { Reset = true } : null);

        Assert.Equal(RestoreOutcome.Created, (await RestoreAsync(cluster)).Outcome);
        Assert.Equal(2, cluster.CountOf("POST"));
    }

    [Fact]
    public async Task An_update_that_somebody_came_before_is_made_again_from_what_is_then_there()
    {
        var puts = 0;
        await using var cluster = new FaultyCluster((server, request) =>
            request.Method == "PUT" && ++puts <= 2 ? Reply.Failure(409, "Conflict") : null);
        await RestoreAsync(cluster, restored: Restored.ConfigMap("shop", "settings", "old", "earlier"));

        Assert.Equal(RestoreOutcome.Updated, (await RestoreAsync(cluster, ConflictMode.Update)).Outcome);
        Assert.Equal(3, cluster.CountOf("PUT"));
        Assert.Equal(3, cluster.CountOf("GET"));
    }

    [Fact]
    public async Task An_update_that_somebody_always_comes_before_fails_with_the_conflict()
    {
        await using var cluster = new FaultyCluster((_, request) =>
            request.Method == "PUT" ? Reply.Failure(409, "Conflict", "the object has been modified") : null);
        await RestoreAsync(cluster, restored: Restored.ConfigMap("shop", "settings", "old", "earlier"));

        var outcome = await RestoreAsync(cluster, ConflictMode.Update);

        Assert.Equal(RestoreOutcome.Failed, outcome.Outcome);
        Assert.Contains("the object has been modified", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_gone_when_it_is_looked_at_fails_and_says_so()
    {
        await using var cluster = new FaultyCluster((_, request) =>
            request.Method == "POST" ? Reply.Failure(409, "AlreadyExists") : null);

        var outcome = await RestoreAsync(cluster);

        Assert.Equal(RestoreOutcome.Failed, outcome.Outcome);
        Assert.Equal("It was there when it was to be created, and gone when it was looked at.", outcome.Reason);
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(422, "Invalid")]
    public async Task What_is_refused_although_it_exists_is_looked_at_once(int code, string reason)
    {
        await using var cluster = new FaultyCluster((_, request) =>
            request.Method == "POST" && request.Text.Contains("\"new\"", StringComparison.Ordinal)
                ? Reply.Failure(code, reason)
                : null);
        await RestoreAsync(cluster, restored: Restored.ConfigMap("shop", "settings", "old", "earlier"));

        var outcome = await RestoreAsync(cluster, restored: Restored.ConfigMap("shop", "settings", "new"));

        Assert.Equal(RestoreOutcome.Skipped, outcome.Outcome);
        Assert.Equal(1, cluster.CountOf("GET"));
    }

    [Fact]
    public async Task Who_may_not_look_is_told_why_the_create_was_refused()
    {
        await using var cluster = new FaultyCluster((_, request) => request.Method switch
        {
            "POST" => Reply.Failure(403, "Forbidden", "may not create"),
            _ => Reply.Failure(403, "Forbidden", "may not get"),
        });

        var outcome = await RestoreAsync(cluster);

        Assert.Equal(RestoreOutcome.Failed, outcome.Outcome);
        Assert.Contains("may not create", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_refused_end_the_run_instead_of_failing_each_object()
    {
        await using var cluster = new FaultyCluster((_, _) => Reply.Failure(401, "Unauthorized"));

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => RestoreAsync(cluster));

        Assert.True(refused.IsUnauthorized);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_ends_the_run_instead_of_failing_each_object()
    {
        await using var cluster = new FaultyCluster((_, _) => Reply.Failure(503, "ServiceUnavailable"));

        var failed = await Assert.ThrowsAsync<KubernetesApiException>(() => RestoreAsync(cluster));

        Assert.True(failed.IsTransient);
    }

    [Fact]
    public async Task A_failure_of_one_kind_on_a_server_that_answers_is_the_objects_own()
    {
        await using var cluster = new FaultyCluster((_, request) =>
            request.Method == "POST" ? Reply.Failure(500, "InternalError", Webhook) : null);

        var outcome = await RestoreAsync(cluster);

        Assert.Equal(RestoreOutcome.Failed, outcome.Outcome);
        Assert.Contains(Webhook, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(5, cluster.CountOf("POST"));
    }

    private static Task<ObjectOutcome> RestoreAsync(
        FaultyCluster cluster, ConflictMode conflict = ConflictMode.Skip, RestoredObject? restored = null) =>
        new ObjectRestorer(cluster.Client, Restored.Spec(conflict), cluster.Time)
            .RestoreAsync(restored ?? Restored.ConfigMap("shop", "settings", "new"), default);
}
