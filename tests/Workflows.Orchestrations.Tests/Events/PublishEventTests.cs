using System.Text.Json;
using Workflows.Core.Errors;
using Workflows.Core.Events;
using Workflows.Durable;
using Workflows.Orchestrations.Events;
using Workflows.Orchestrations.Tests.Hosting;

namespace Workflows.Orchestrations.Tests.Events;

public sealed class PublishEventTests
{
    private static readonly OutgoingEvent Happened = new(
        "publish-1", "urn:workflows:machine", "workflows.backup.failed", "backups/nightly", DateTimeOffset.UnixEpoch, JsonSerializer.SerializeToElement(new { }));

    [Fact]
    public async Task An_event_is_sent_again_with_the_same_id_until_it_is_taken()
    {
        var tries = 0;
        var activities = new FakeActivities().On(EventNames.SendEvent, _ => ++tries > 5
            ? true
            : throw new WorkflowsException(ErrorKind.Unavailable, "It is not there."));

        var run = await Run.ToEndAsync(activities, EventNames.PublishEvent, Happened);

        Assert.True(run.Result<bool>());
        Assert.Equal(Enumerable.Repeat("publish-1", 6), activities.InputsOf(EventNames.SendEvent).Select(sent => sent.Id));
    }

    [Theory]
    [InlineData(ErrorKind.Unavailable, 20)]
    [InlineData(ErrorKind.Failed, 1)]
    public async Task An_event_that_is_not_taken_is_given_up_after_a_while_or_at_once_where_it_never_will_be(ErrorKind kind, int tries)
    {
        var activities = new FakeActivities().On(
            EventNames.SendEvent, bool (OutgoingEvent _) => throw new WorkflowsException(kind, "It is not taken."));

        var run = await Run.ToEndAsync(activities, EventNames.PublishEvent, Happened);

        Assert.Equal((OrchestrationStatus.Failed, "It is not taken."), (run.State.Status, run.State.Failure?.Message));
        Assert.Equal(tries, activities.Calls.Count);
    }

    [Fact]
    public async Task What_is_noted_of_an_event_says_how_many_instances_got_it()
    {
        var run = await Run.ToEndAsync(new FakeActivities(), EventNames.NoteEvent, new NotedEvent("rule", "1", "s", "t", 3));

        Assert.Equal(3, run.Result<int>());
    }
}
