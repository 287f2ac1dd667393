using System.Text.RegularExpressions;

namespace Workflows.Faults.Rules;

/// <summary>What happens to which requests, how often. All conditions must hold.</summary>
/// <param name="fault">What happens.</param>
public sealed class FaultRule(Fault fault)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private int happened;
    private int fitting;

    public Fault Fault { get; } = fault;

    /// <summary>The HTTP method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>A regular expression that is found in path and query; null for any.</summary>
    public string? Path { get; init; }

    /// <summary>Any other condition; null for none.</summary>
    public Func<ProxiedRequest, bool>? When { get; init; }

    /// <summary>How many of the requests that fit, from 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many of the requests that fit are let through first.</summary>
    public int After { get; init; }

    /// <summary>How often it happens at most; null for always.</summary>
    public int? Count { get; init; }

    /// <summary>How often it has happened.</summary>
    public int Happened => Volatile.Read(ref happened);

    /// <param name="request">The request.</param>
    /// <param name="chance">A number from 0 to 1 that this rule draws for this request.</param>
    internal bool Strikes(ProxiedRequest request, double chance)
    {
        if (!Fits(request) || Interlocked.Increment(ref fitting) <= After || chance >= Probability)
        {
            return false;
        }

        if (Interlocked.Increment(ref happened) <= (Count ?? int.MaxValue))
        {
            return true;
        }

        Interlocked.Decrement(ref happened);
        return false;
    }

    private bool Fits(ProxiedRequest request) =>
        (Method is null || Method == request.Method)
        && (Path is null || Regex.IsMatch(
            request.PathAndQuery, Path, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience))
        && When?.Invoke(request) != false;
}
