using Microsoft.DurableTask;
using Workflows.Core.Errors;
using Workflows.Durable;
using Workflows.Functions.Durable;

namespace Workflows.Functions.Tests.Durable;

public sealed class FailureTextTests
{
    private static readonly FailureDetails Denied = new("Some.Exception", "no \"entry\" for {you}\nat all", IsRetryable: true)
    {
        Kind = nameof(ErrorKind.Denied),
    };

    [Theory]
    [InlineData("{0}")]
    [InlineData("Task 'CapturePart' (#3) failed with an unhandled exception: {0}")]
    [InlineData("Result: Failure\nException: Workflows.Functions.Durable.ReportedFailureException: {0}\nStack:    at x() {{ }}")]
    public void Details_come_back_whatever_the_host_writes_around_them(string decorated)
    {
        var message = string.Format(System.Globalization.CultureInfo.InvariantCulture, decorated, FailureText.Write(Denied));

        Assert.Equal(Denied, FailureText.Read(Failure("Host.Exception", message)));
    }

    [Fact]
    public void Details_are_found_in_the_cause_of_what_the_host_reports() =>
        Assert.Equal(
            Denied, FailureText.Read(Failure("Host.Exception", "it failed", Failure("X", FailureText.Write(Denied)))));

    [Fact]
    public void A_failure_of_the_host_itself_may_pass()
    {
        var details = FailureText.Read(Failure("System.TimeoutException", "the function took too long"));

        Assert.Equal(new("System.TimeoutException", "the function took too long", IsRetryable: true), details);
    }

    [Fact]
    public void Details_that_were_cut_short_are_the_hosts_own_failure()
    {
        var cut = FailureText.Write(Denied)[..40];

        Assert.Equal(cut, FailureText.Read(Failure("Host.Exception", cut)).Message);
    }

    [Theory]
    [InlineData("ActivityTaskNotFound")]
    [InlineData("OrchestratorTaskNotFound")]
    public void What_is_not_registered_is_not_tried_again(string errorType) =>
        Assert.False(FailureText.Read(Failure(errorType, "no such function")).IsRetryable);

    private static TaskFailureDetails Failure(string type, string message, TaskFailureDetails? cause = null) =>
        new(type, message, StackTrace: null, cause, Properties: null);
}
