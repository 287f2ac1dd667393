namespace Workflows.Engine.State;

/// <summary>The process that holds a state directory, as it wrote itself into the lock file.</summary>
/// <param name="ProcessId">Its id, on its own machine.</param>
/// <param name="Host">The name of that machine.</param>
/// <param name="Since">When it took the directory.</param>
public sealed record StateHolder(int ProcessId, string Host, DateTimeOffset Since)
{
    public override string ToString() => $"process {ProcessId} on host {Host}, since {Since:u}";
}
