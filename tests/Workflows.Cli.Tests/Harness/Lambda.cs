using Workflows.Durable;

namespace Workflows.Cli.Tests.Harness;

/// <summary>An activity that is a function.</summary>
internal sealed class Lambda<TInput, TResult>(
    Func<ActivityContext, TInput, CancellationToken, Task<TResult>> run) : Activity<TInput, TResult>
{
    public override Task<TResult> RunAsync(
        ActivityContext context, TInput input, CancellationToken cancellationToken) =>
        run(context, input, cancellationToken);
}
