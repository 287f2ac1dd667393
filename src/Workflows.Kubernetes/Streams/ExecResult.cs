namespace Workflows.Kubernetes;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; -1 if it could not be run, which the message explains.</param>
/// <param name="Message">What the server says about it; empty after success.</param>
public sealed record ExecResult(int ExitCode, string Message)
{
    public bool Succeeded => ExitCode == 0;
}
