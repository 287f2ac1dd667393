namespace Workflows.Core.Volumes;

/// <summary>A PersistentVolumeClaim in its cluster.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
public sealed record ClaimName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
