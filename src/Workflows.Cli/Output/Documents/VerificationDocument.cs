namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup verify</c>.</summary>
/// <param name="Name">The backup's name.</param>
/// <param name="Ok">Whether everything that was checked is as it was written.</param>
/// <param name="Objects">How many objects were read.</param>
/// <param name="Bytes">How many bytes of its archive were read.</param>
/// <param name="Damages">What is wrong; empty when all is well.</param>
internal sealed record VerificationDocument(
    string Name, bool Ok, long Objects, long Bytes, IReadOnlyList<DamageDocument> Damages)
{
    /// <summary>The data of claims; absent for a backup without.</summary>
    public VerifiedVolumesDocument? Volumes { get; init; }

    /// <summary>What could not be checked without the key; absent when everything was.</summary>
    public string? NotChecked { get; init; }
}

/// <param name="Count">Of how many volumes it has the data, or should have.</param>
/// <param name="Bytes">How many stored bytes of them were read.</param>
internal sealed record VerifiedVolumesDocument(int Count, long Bytes);

/// <param name="Where">The file, part or object.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record DamageDocument(string Where, string Message);
