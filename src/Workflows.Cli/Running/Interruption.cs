using Workflows.Cli.Environments;
using Workflows.Cli.Errors;

namespace Workflows.Cli.Running;

/// <summary>The first request to stop ends the work in order; the second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly IDisposable registration;
    private readonly IInterrupts interrupts;
    private int requests;

    public Interruption(IInterrupts interrupts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interrupts);
        this.interrupts = interrupts;
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        registration = interrupts.Register(OnInterrupt);
    }

    public CancellationToken Token => source.Token;

    public bool IsRequested => source.IsCancellationRequested;

    public void Dispose()
    {
        registration.Dispose();
        source.Dispose();
    }

    private void OnInterrupt()
    {
        if (Interlocked.Increment(ref requests) > 1)
        {
            interrupts.ExitNow(ExitCodes.Interrupted);
            return;
        }

        // Not on the signal's thread: what waits for the token would run there, and a second signal could not come.
        _ = source.CancelAsync();
    }
}
