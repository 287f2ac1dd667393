namespace Workflows.Cli.Environments;

/// <summary>The requests of a user or a machine to stop: Ctrl-C, SIGTERM, a closed terminal.</summary>
internal interface IInterrupts
{
    /// <summary>Calls back at each request until the registration is disposed.</summary>
    IDisposable Register(Action onInterrupt);

    /// <summary>Ends the process at once.</summary>
    void ExitNow(int exitCode);
}
