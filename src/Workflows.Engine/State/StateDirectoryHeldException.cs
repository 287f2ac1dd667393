using Workflows.Core.Errors;

namespace Workflows.Engine.State;

/// <summary>Another process works with the state directory now.</summary>
/// <param name="path">The state directory.</param>
/// <param name="holder">Who holds it; null when the lock file does not (yet) say.</param>
public sealed class StateDirectoryHeldException(string path, StateHolder? holder)
    : WorkflowsException(
        ErrorKind.Conflict,
        $"The state directory '{path}' is held by {holder?.ToString() ?? "another process"}. "
        + "Wait until it has ended, or end it; whatever it leaves can then be resumed.")
{
    public string StateDirectory { get; } = path;

    public StateHolder? Holder { get; } = holder;
}
