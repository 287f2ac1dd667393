using System.Security.Cryptography;
using System.Text;

namespace Workflows.Engine.State;

/// <summary>
/// Where things stand in a state directory: <c>lock</c>, <c>holder.json</c> (who holds it), and for each instance <c>instances/NAME.journal</c> and, once
/// it has ended, <c>instances/NAME.state</c>. NAME is the instance's id, with what a file name can't hold written as
/// <c>%XX</c>; a long one is cut and ends in <c>%</c> and its hash.
/// </summary>
internal sealed class StateLayout(string root)
{
    public const string JournalSuffix = ".journal";
    public const string StateSuffix = ".state";

    /// <summary>The end of a file that is being written, to be renamed when it is whole.</summary>
    public const string NewSuffix = ".new";

    private const int MaxNameLength = 180;
    private const int KeptOfLongName = 100;

    public string Root { get; } = Path.GetFullPath(root);

    public string Instances => Path.Combine(Root, "instances");

    public string LockFile => Path.Combine(Root, "lock");

    public string JournalOf(string instanceId) => Path.Combine(Instances, NameOf(instanceId) + JournalSuffix);

    public string StateOf(string instanceId) => Path.Combine(Instances, NameOf(instanceId) + StateSuffix);

    /// <summary>The file name of an id. Ids that differ have names that differ, on disks that ignore case too.</summary>
    public static string NameOf(string instanceId)
    {
        var name = new StringBuilder(instanceId.Length);
        foreach (var value in Encoding.UTF8.GetBytes(instanceId))
        {
            var c = (char)value;
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' || (c == '.' && name.Length > 0))
            {
                name.Append(c);
            }
            else
            {
                name.Append('%').Append(value.ToString("X2"));
            }
        }

        if (name.Length > MaxNameLength)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(instanceId)));
            name.Length = KeptOfLongName;
            name.Append('%').Append(hash);
        }

        return name.ToString();
    }

    /// <summary>The id that a file name was made of, as far as it can be told.</summary>
    public static string IdOf(string name) => Uri.UnescapeDataString(name);
}
