using System.Text.Json.Nodes;
using Workflows.Core.Volumes.Seeing;

namespace Workflows.Core.Tests.Volumes;

/// <summary>What clusters were seen to say, and what it means for whoever waits for a mover.</summary>
public sealed class MoverRadarTests
{
    private const string Waiting = """{"name": "mover", "state": {"waiting": {"reason": "ContainerCreating"}}}""";

    private static readonly JsonObject Job = TestJson.Object("""{"metadata": {"name": "m", "uid": "job"}, "spec": {}, "status": {}}""");

    [Fact]
    public void No_job_is_gone()
    {
        Assert.Equal(MoverPhase.Gone, MoverRadar.Look(null, [], []).Phase);
        Assert.Equal(
            MoverPhase.Gone,
            MoverRadar.Look(
                TestJson.Object("""{"metadata": {"name": "m", "deletionTimestamp": "2030-01-01T00:00:00Z"}}"""), [], []).Phase);
    }

    [Fact]
    public void A_job_whose_pod_is_not_there_yet_starts() =>
        Assert.Equal(new MoverSight(MoverPhase.Starting), MoverRadar.Look(Job, [], []));

    [Theory]
    [InlineData(
        """Error creating: pods "m-1" is forbidden: violates PodSecurity "restricted:latest": unrestricted capabilities""",
        MoverPhase.Refused, "pod security")]
    [InlineData(
        """Error creating: pods "m-" is forbidden: unable to validate against any pod security policy: []""",
        MoverPhase.Refused, "pod security policy")]
    [InlineData(
        """Error creating: pods "m-1" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1""",
        MoverPhase.Blocked, "quota is used up")]
    [InlineData(
        """Error creating: pods "m-1" is forbidden: failed quota: small: must specify limits.ephemeral-storage""",
        MoverPhase.Refused, "quota wants limits")]
    [InlineData(
        """Error creating: pods "m-1" is forbidden: maximum memory usage per Container is 128Mi, but limit is 1Gi""",
        MoverPhase.Refused, "limits are below")]
    [InlineData(
        """Error creating: admission webhook "validate.kyverno.svc" denied the request: images must be signed""",
        MoverPhase.Refused, "admission webhook")]
    [InlineData(
        """Error creating: pods "m-1" is forbidden: something new in a later Kubernetes""",
        MoverPhase.Refused, "refuses the mover's pod")]
    [InlineData(
        """Error creating: pods "m-" is forbidden: error looking up service account shop/default: serviceaccount "default" not found""",
        MoverPhase.Blocked, "no service account")]
    [InlineData(
        """Error creating: Internal error occurred: failed calling webhook "w": connection refused""",
        MoverPhase.Blocked, "can't be created")]
    public void A_job_without_pods_tells_by_its_events_what_stands_in_the_way(string message, MoverPhase phase, string said)
    {
        var sight = MoverRadar.Look(Job, [], [Event("job", "FailedCreate", message)]);

        Assert.Equal(phase, sight.Phase);
        Assert.Contains(said, sight.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(message, sight.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_said_of_another_job_or_before_is_not_heard()
    {
        var refused = """Error creating: pods "m" is forbidden: violates PodSecurity""";

        Assert.Equal(MoverPhase.Starting, MoverRadar.Look(Job, [], [Event("another", "FailedCreate", refused)]).Phase);
        Assert.Equal(
            MoverPhase.Blocked,
            MoverRadar.Look(
                Job,
                [],
                [
                    Event("job", "FailedCreate", refused, "2030-01-01T00:00:00Z"),
                    Event("job", "FailedCreate", "exceeded quota: q", "2030-01-01T00:01:00Z"),
                ]).Phase);
    }

    [Fact]
    public void A_job_that_is_held_back_says_so()
    {
        var job = TestJson.Object("""{"metadata": {"uid": "job"}, "spec": {"suspend": true}}""");

        Assert.Equal(MoverPhase.Blocked, MoverRadar.Look(job, [], []).Phase);
    }

    [Fact]
    public void A_pod_that_no_node_can_take_says_why()
    {
        var pod = Pod(
            status: """
            "phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
            "message": "0/3 nodes are available: 3 Insufficient memory."}]
            """);

        var sight = MoverRadar.Look(Job, [pod], []);

        Assert.Equal(MoverPhase.Blocked, sight.Phase);
        Assert.Equal("No node can take the mover's pod: 0/3 nodes are available: 3 Insufficient memory.", sight.Reason);
    }

    [Theory]
    [InlineData("ErrImagePull", MoverPhase.Blocked)]
    [InlineData("ImagePullBackOff", MoverPhase.Blocked)]
    [InlineData("CreateContainerError", MoverPhase.Blocked)]
    [InlineData("InvalidImageName", MoverPhase.Refused)]
    [InlineData("ErrImageNeverPull", MoverPhase.Refused)]
    [InlineData("CreateContainerConfigError", MoverPhase.Refused)]
    [InlineData("ContainerCreating", MoverPhase.Starting)]
    [InlineData("PodInitializing", MoverPhase.Starting)]
    public void A_container_that_waits_tells_by_its_reason_whether_it_will_start(string reason, MoverPhase phase) =>
        Assert.Equal(phase, MoverRadar.Look(Job, [Pod(mover: WaitingFor(reason))], []).Phase);

    [Fact]
    public void A_container_that_the_cluster_put_before_ours_can_stand_in_the_way()
    {
        var pod = Pod(
            mover: WaitingFor("PodInitializing"),
            status: """
            "phase": "Pending", "initContainerStatuses": [{"name": "proxy-init",
            "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 5m0s restarting"}}}]
            """);

        Assert.Equal(MoverPhase.Blocked, MoverRadar.Look(Job, [pod], []).Phase);
    }

    [Theory]
    [InlineData("FailedMount", "hostPath type check failed: /srv/backups is not a directory")]
    [InlineData("FailedAttachVolume", "Multi-Attach error for volume \\\"pvc-1\\\" Volume is already used by pod(s) redis-0")]
    public void A_pod_whose_volumes_do_not_come_tells_by_its_events(string reason, string message)
    {
        var sight = MoverRadar.Look(Job, [Pod(mover: Waiting)], [Event("pod-1", reason, message, type: "Warning")]);

        Assert.Equal(MoverPhase.Blocked, sight.Phase);
        Assert.Contains(reason, sight.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_at_work_is_running_whatever_was_said_before_it_started()
    {
        var pod = Pod(mover: """{"name": "mover", "state": {"running": {"startedAt": "2030-01-01T00:00:00Z"}}}""", status: "\"phase\": \"Running\"");

        var sight = MoverRadar.Look(Job, [pod], [Event("pod-1", "FailedMount", "not yet", type: "Warning")]);

        Assert.Equal(new MoverSight(MoverPhase.Running) { Pod = "pod-1" }, sight);
    }

    [Fact]
    public void A_program_that_ended_well_has_ended_though_a_container_beside_it_never_does()
    {
        var pod = Pod(
            mover: """{"name": "mover", "state": {"terminated": {"exitCode": 0, "message": "{\"outcome\": \"completed\"}"}}}""",
            status: "\"phase\": \"Running\"");

        var sight = MoverRadar.Look(Job, [pod], []);

        Assert.Equal(MoverPhase.Succeeded, sight.Phase);
        Assert.Equal("""{"outcome": "completed"}""", sight.LastWord);
    }

    [Fact]
    public void A_program_that_ended_badly_is_followed_by_another_until_the_job_gives_up()
    {
        var failed = Pod(mover: """{"name": "mover", "state": {"terminated": {"exitCode": 1, "message": "word"}}}""", status: "\"phase\": \"Failed\"");

        var between = MoverRadar.Look(Job, [failed], []);
        var over = MoverRadar.Look(GivenUp("BackoffLimitExceeded", "Job has reached the specified backoff limit"), [failed], []);

        Assert.Equal((MoverPhase.Starting, "word"), (between.Phase, between.LastWord));
        Assert.Equal((MoverPhase.Failed, "word"), (over.Phase, over.LastWord));
    }

    [Fact]
    public void The_latest_pod_is_the_one_that_counts()
    {
        var first = Pod("pod-1", mover: """{"name": "mover", "state": {"terminated": {"exitCode": 1}}}""", status: "\"phase\": \"Failed\"");
        var second = Pod("pod-2", mover: Waiting, created: "2030-01-01T00:05:00Z");

        var sight = MoverRadar.Look(Job, [first, second], []);

        Assert.Equal((MoverPhase.Starting, "pod-2"), (sight.Phase, sight.Pod));
    }

    [Fact]
    public void A_program_that_needed_too_much_memory_is_told_from_one_that_fell()
    {
        var killed = Pod(mover: """{"name": "mover", "state": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}""", status: "\"phase\": \"Failed\"");

        Assert.Contains("memory", MoverRadar.Look(GivenUp("BackoffLimitExceeded", "limit"), [killed], []).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_that_its_node_evicted_has_failed_and_says_so()
    {
        var evicted = Pod(status: "\"phase\": \"Failed\", \"reason\": \"Evicted\", \"message\": \"The node was low on resource: memory.\"");

        Assert.Contains("low on resource", MoverRadar.Look(GivenUp("BackoffLimitExceeded", "limit"), [evicted], []).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_is_done_is_done_though_its_pod_was_deleted_since()
    {
        var job = TestJson.Object("""{"metadata": {"uid": "job"}, "status": {"conditions": [{"type": "Complete", "status": "True"}]}}""");
        var failed = Pod(mover: """{"name": "mover", "state": {"terminated": {"exitCode": 1, "message": "word"}}}""", status: "\"phase\": \"Failed\"");

        Assert.Equal(new MoverSight(MoverPhase.Succeeded), MoverRadar.Look(job, [], []));
        Assert.Equal(new MoverSight(MoverPhase.Succeeded), MoverRadar.Look(job, [failed], []));
    }

    [Fact]
    public void A_job_whose_time_is_up_says_so() =>
        Assert.Contains(
            "longer", MoverRadar.Look(GivenUp("DeadlineExceeded", "Job was active longer than specified deadline"), [], []).Reason, StringComparison.Ordinal);

    private static JsonObject GivenUp(string reason, string message) => TestJson.Object(
        $$$"""
        {"metadata": {"uid": "job"}, "status": {"conditions": [
          {"type": "Failed", "status": "True", "reason": "{{{reason}}}", "message": "{{{message}}}"}]}}
        """);

    private static string WaitingFor(string reason) =>
        $$$"""{"name": "mover", "state": {"waiting": {"reason": "{{{reason}}}", "message": "said."} } }""";

    private static JsonObject Pod(
        string name = "pod-1", string? mover = null, string status = "\"phase\": \"Pending\"", string created = "2030-01-01T00:00:00Z") =>
        TestJson.Object(
            $$$"""
            {"metadata": {"name": "{{{name}}}", "uid": "{{{name}}}", "creationTimestamp": "{{{created}}}"},
             "status": {"containerStatuses": [{"name": "sidecar", "state": {"running": {} } } {{{Also(mover)}}}], {{{status}}} } }
            """);

    private static string Also(string? container) => container is null ? "" : $", {container}";

    private static JsonObject Event(
        string about, string reason, string message, string time = "2030-01-01T00:00:00Z", string type = "Warning")
    {
        var found = TestJson.Object(
            $$$"""{"involvedObject": {"uid": "{{{about}}}"}, "type": "{{{type}}}", "reason": "{{{reason}}}", "lastTimestamp": "{{{time}}}"}""");
        found["message"] = message;
        return found;
    }
}
