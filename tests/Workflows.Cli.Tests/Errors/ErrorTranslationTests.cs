using Workflows.Cli.Errors;
using Workflows.Core.Errors;

namespace Workflows.Cli.Tests.Errors;

public class ErrorTranslationTests
{
    [Theory]
    [InlineData(ErrorKind.Failed, 1)]
    [InlineData(ErrorKind.Denied, 1)]
    [InlineData(ErrorKind.Unavailable, 1)]
    [InlineData(ErrorKind.Damaged, 1)]
    [InlineData(ErrorKind.Usage, 2)]
    [InlineData(ErrorKind.NotFound, 4)]
    [InlineData(ErrorKind.Conflict, 5)]
    public void A_known_error_keeps_its_sentence_and_gets_its_code(ErrorKind kind, int exitCode)
    {
        var error = Translate(new WorkflowsException(kind, "A sentence."));

        Assert.Equal(new CliError(kind.ToString(), "A sentence.", exitCode), error);
    }

    [Fact]
    public void An_unforeseen_error_is_called_a_defect()
    {
        var error = Translate(new InvalidOperationException("Oops."));

        Assert.Equal(("Defect", 1), (error.Kind, error.ExitCode));
        Assert.Contains("defect", error.Message, StringComparison.Ordinal);
        Assert.Contains("Oops.", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Details);
    }

    [Fact]
    public void A_full_disk_is_no_defect() =>
        Assert.Equal(("Failed", 1), (Translate(new IOException("No space left on device")) is var e ? (e.Kind, e.ExitCode) : default));

    [Fact]
    public void A_cancellation_is_an_interruption_only_when_somebody_asked_for_it()
    {
        Assert.Equal(130, ErrorTranslation.Translate(new OperationCanceledException(), verbose: false, interrupted: true).ExitCode);
        Assert.Equal("Defect", ErrorTranslation.Translate(new OperationCanceledException(), verbose: false, interrupted: false).Kind);
    }

    [Fact]
    public void Verbose_adds_all_that_is_known() =>
        Assert.Contains(
            nameof(WorkflowsException),
            ErrorTranslation.Translate(new WorkflowsException(ErrorKind.Failed, "No."), verbose: true, interrupted: false).Details,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(0, 0, 0)]
    [InlineData(3, 0, 3)]
    [InlineData(1, 3, 1, 5)]
    [InlineData(5, 3, 5)]
    [InlineData(130, 1, 130)]
    public void The_worst_of_several_codes_is_the_one_that_hurts_most(int expected, params int[] codes) =>
        Assert.Equal(expected, ExitCodes.Worst(codes));

    private static CliError Translate(Exception exception) =>
        ErrorTranslation.Translate(exception, verbose: false, interrupted: false);
}
