namespace Workflows.Cli.Running.Progress;

/// <summary>Shows how far a run is.</summary>
internal interface IProgressDisplay : IDisposable
{
    /// <summary>How often it wants to know.</summary>
    TimeSpan Interval { get; }

    /// <summary>The run entered a step; called once for each, however short.</summary>
    void Enter(string step);

    void Show(ProgressSnapshot snapshot);
}
