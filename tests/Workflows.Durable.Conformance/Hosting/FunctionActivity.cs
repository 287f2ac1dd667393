namespace Workflows.Durable.Conformance.Hosting;

/// <summary>An activity written where the test stands.</summary>
public sealed class FunctionActivity<TInput, TResult>(
    Func<ActivityContext, TInput, CancellationToken, Task<TResult>> run) : Activity<TInput, TResult>
{
    public override Task<TResult> RunAsync(
        ActivityContext context, TInput input, CancellationToken cancellationToken) =>
        run(context, input, cancellationToken);
}
