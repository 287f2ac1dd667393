using Workflows.Faults.Rules;

namespace Workflows.Faults;

/// <summary>What became of one request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Fault">What was done to it besides forwarding; null when nothing was.</param>
/// <param name="ServerStatus">What the server answered; null when it was not asked, or gave no answer.</param>
public sealed record ProxiedExchange(ProxiedRequest Request, Fault? Fault, int? ServerStatus)
{
    public override string ToString() => $"{Request} -> {ServerStatus?.ToString() ?? "-"} {Fault}";
}
