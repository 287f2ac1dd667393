namespace Workflows.Cli.Running.Progress;

/// <summary>For <c>--quiet</c>.</summary>
internal sealed class NoProgress : IProgressDisplay
{
    public TimeSpan Interval => TimeSpan.FromHours(1);

    public void Enter(string step)
    {
    }

    public void Show(ProgressSnapshot snapshot)
    {
    }

    public void Dispose()
    {
    }
}
