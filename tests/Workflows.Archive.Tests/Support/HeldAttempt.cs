namespace Workflows.Archive.Tests.Support;

/// <summary>
/// Holds an attempt before one of its calls of a store, while everybody else goes on to the end. The call that a
/// deletion itself is holds nothing: a store deletes unconditionally, so what an attempt looked at is true or not when
/// it begins to delete.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="heldBefore">Before which of its calls, from 0.</param>
/// <param name="meanwhile">What the others do.</param>
public sealed class HeldAttempt(MemoryStore store, int heldBefore, Func<Task> meanwhile)
{
    private int steps;

    /// <summary>Runs the attempt; that it fails is as well.</summary>
    public async Task RunAsync(Func<Task> attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        store.Before = async (operation, _) =>
        {
            if (operation is not ("delete" or "discard") && steps++ == heldBefore)
            {
                store.Before = null;
                await meanwhile();
            }
        };
        await Record.ExceptionAsync(attempt);
        store.Before = null;
    }
}
