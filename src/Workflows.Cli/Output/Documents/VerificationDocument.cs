namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup verify</c>.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Ok">Whether everything that was checked is as it was written.</param>
/// <param name="Objects">How many objects were read.</param>
/// <param name="Bytes">How many bytes were read.</param>
/// <param name="Damages">What is wrong; empty when all is well.</param>
internal sealed record VerificationDocument(
    string Name, bool Ok, long Objects, long Bytes, IReadOnlyList<DamageDocument> Damages)
{
    /// <summary>What could not be checked without the key; absent when everything was.</summary>
    public string? NotChecked { get; init; }
}

/// <param name="Where">The file, part or object.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record DamageDocument(string Where, string Message);
