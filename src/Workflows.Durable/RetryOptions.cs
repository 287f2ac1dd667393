namespace Workflows.Durable;

/// <summary>
/// How a failed activity or sub-orchestration is tried again. The wait before attempt n+1 is
/// <c>FirstInterval × Coefficientⁿ⁻¹</c>, at most <see cref="MaxInterval"/>. A failure whose details say that it
/// can't be retried ends the attempts at once.
/// </summary>
/// <param name="MaxAttempts">Attempts in all, the first one included; at least 1.</param>
/// <param name="FirstInterval">The wait before the second attempt.</param>
public sealed record RetryOptions(int MaxAttempts, TimeSpan FirstInterval)
{
    /// <summary>By what each wait is longer than the one before; at least 1.</summary>
    public double Coefficient { get; init; } = 2;

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Error types (<see cref="FailureDetails.ErrorType"/>) that are never retried.</summary>
    public IReadOnlyList<string> NotRetried { get; init; } = [];
}
