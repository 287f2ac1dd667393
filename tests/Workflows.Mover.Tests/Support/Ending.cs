namespace Workflows.Mover.Tests.Support;

/// <summary>What a signal is to a process: it can be told to end.</summary>
internal sealed class Ending : IDisposable
{
    private readonly CancellationTokenSource told = new();

    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> runAsync)
    {
        var token = told.Token;
        return Task.Run(() => runAsync(token), CancellationToken.None);
    }

    public void Tell() => told.Cancel();

    public void Dispose() => told.Dispose();
}
