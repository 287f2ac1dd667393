using Workflows.Cli.Environments;

namespace Workflows.Cli.Tests.Harness;

/// <summary>Signals that a test sends.</summary>
internal sealed class FakeInterrupts : IInterrupts
{
    private readonly List<Action> handlers = [];

    public int? ExitedWith { get; private set; }

    public IDisposable Register(Action onInterrupt)
    {
        handlers.Add(onInterrupt);
        return new Registration(() => handlers.Remove(onInterrupt));
    }

    public void ExitNow(int exitCode) => ExitedWith = exitCode;

    public void Send()
    {
        foreach (var handler in handlers.ToArray())
        {
            handler();
        }
    }

    private sealed class Registration(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
