namespace Workflows.Cli.Output.Documents;

/// <summary><c>backup compare</c>.</summary>
/// <param name="Backup">The backup's name.</param>
/// <param name="Equal">Whether everything compared is as archived.</param>
/// <param name="Compared">How many objects were compared.</param>
/// <param name="Different">How many of them differ or are missing.</param>
/// <param name="NotCompared">How many a restore would leave out, and so were not compared.</param>
/// <param name="Differences">The first of them.</param>
internal sealed record ComparisonDocument(
    string Backup,
    bool Equal,
    int Compared,
    int Different,
    int NotCompared,
    IReadOnlyList<DifferenceDocument> Differences);

/// <param name="Resource"><c>plural.group</c>.</param>
/// <param name="Namespace">Absent for objects outside namespaces.</param>
/// <param name="Name">The object's name in the cluster.</param>
/// <param name="Missing">Whether the cluster has no such object.</param>
/// <param name="Fields">Where it differs: JSON pointers with what stands where.</param>
internal sealed record DifferenceDocument(
    string Resource, string? Namespace, string Name, bool Missing, IReadOnlyList<string> Fields);
