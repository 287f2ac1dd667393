using System.Runtime.InteropServices;

namespace Workflows.Cli.Environments;

/// <summary>SIGINT, SIGTERM and SIGHUP of this process; the runtime maps Windows' console events to the same.</summary>
internal sealed class PosixInterrupts : IInterrupts
{
    public IDisposable Register(Action onInterrupt)
    {
        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            onInterrupt();
        }

        return new Registrations(
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ]);
    }

    public void ExitNow(int exitCode) => Environment.Exit(exitCode);

    private sealed class Registrations(IReadOnlyList<PosixSignalRegistration> signals) : IDisposable
    {
        public void Dispose()
        {
            foreach (var signal in signals)
            {
                signal.Dispose();
            }
        }
    }
}
