using System.Text.RegularExpressions;

namespace Workflows.Archive.Format;

/// <summary>The rule for names of backups and restores: Kubernetes' for object names, since Velero keeps them as objects.</summary>
public static partial class BackupName
{
    /// <summary>
    /// In characters. Kubernetes allows 253, but Velero appends up to 30 and file systems stop at 255.
    /// </summary>
    public const int MaxLength = 200;

    public static bool IsValid(string name) => name is { Length: > 0 and <= MaxLength } && Subdomain().IsMatch(name);

    /// <summary>Refuses a name that is not valid.</summary>
    /// <exception cref="Errors.InvalidBackupNameException">It is not.</exception>
    public static void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name))
            throw new Errors.InvalidBackupNameException(name);
    }

    /// <remarks>https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names</remarks>
    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subdomain();
}
