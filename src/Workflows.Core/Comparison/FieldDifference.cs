namespace Workflows.Core.Comparison;

/// <summary>One place where a live object is not what was expected.</summary>
/// <param name="Path">A JSON pointer (RFC 6901).</param>
/// <param name="Expected">
/// The expected value as JSON, cut if long; null if the field should not be there. What a Secret holds is never
/// told: <see cref="Hidden"/> stands for it.
/// </param>
/// <param name="Live">The live value, told in the same way.</param>
public sealed record FieldDifference(string Path, string? Expected, string? Live)
{
    /// <summary>Stands for a value that must not be shown.</summary>
    public const string Hidden = "(hidden)";

    /// <summary>One line for a report.</summary>
    public override string ToString() => (Expected, Live) switch
    {
        (Hidden, Hidden) => $"{Path} differs (its value is not shown)",
        (_, null) => $"{Path} is missing (expected {Expected})",
        (null, _) => $"{Path} is {Live}, and should not be there",
        _ => $"{Path} is {Live} (expected {Expected})",
    };
}
