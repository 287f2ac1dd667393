using System.Security.Cryptography;
using System.Text;

namespace Workflows.Core.Restores.Rules;

/// <summary>
/// The labels by which a restored object names its backup and its restore: Velero's keys and values, so that tools
/// that look for them find ours too.
/// </summary>
public static class RestoreLabels
{
    public const string BackupName = "velero.io/backup-name";

    public const string RestoreName = "velero.io/restore-name";

    private const int LongestValue = 63;
    private const int HashDigits = 6;

    /// <summary>
    /// The label's value for a name. A name longer than a label's value may be is cut, and the first six hexadecimal
    /// digits of its SHA-256 are put at its end (Velero, <c>pkg/label</c>, <c>GetValidName</c>).
    /// </summary>
    public static string ValueOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length <= LongestValue)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return name[..(LongestValue - HashDigits)] + hash[..HashDigits];
    }
}
