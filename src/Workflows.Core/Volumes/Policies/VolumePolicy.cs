namespace Workflows.Core.Volumes.Policies;

/// <summary>What is done with the data of claims that fulfil some conditions.</summary>
/// <param name="Number">Its place among the policies, from 1.</param>
/// <param name="Line">Where it begins in the file that it was read from, from 1; 0 where it was not read from a file.</param>
/// <param name="Conditions">The conditions.</param>
/// <param name="Action">How the data gets into the backup; null leaves it out.</param>
public sealed record VolumePolicy(int Number, int Line, VolumeConditions Conditions, VolumeAction? Action)
{
    /// <summary>As a report names it.</summary>
    public override string ToString() => Line > 0 ? $"volume policy {Number} (line {Line})" : $"volume policy {Number}";
}
