using System.Globalization;
using System.Text;
using Workflows.Core.Errors;

namespace Workflows.Functions.Durable;

/// <summary>
/// Instance ids as a Durable Task host takes them: Azure Storage takes none of <c>/ \ # ?</c>, and <c>@</c> at the start
/// says that an entity is meant. Such characters become <c>~</c> and four hexadecimal digits, as does <c>~</c> itself.
/// </summary>
internal static class HostInstanceId
{
    private const char Escape = '~';
    private const int EscapedLength = 5;

    /// <exception cref="WorkflowsException">It can be no instance id.</exception>
    public static string From(string instanceId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        if (instanceId.Length is 0 or > 256 || instanceId.Any(char.IsControl))
        {
            throw new WorkflowsException(
                ErrorKind.Usage,
                $"'{instanceId[..Math.Min(instanceId.Length, 64)]}' can't be an instance id: use 1 to 256 characters, "
                + "none of them a control character.");
        }

        return Prefix(instanceId);
    }

    /// <summary>The beginning of ids that begin like this.</summary>
    public static string Prefix(string prefix)
    {
        var escaped = new StringBuilder(prefix.Length);
        for (var i = 0; i < prefix.Length; i++)
        {
            if (prefix[i] is '/' or '\\' or '#' or '?' or '%' or Escape || (i == 0 && prefix[i] == '@'))
            {
                escaped.Append(Escape).Append(((int)prefix[i]).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(prefix[i]);
            }
        }

        return escaped.ToString();
    }

    /// <summary>The id that the host's stands for.</summary>
    public static string ToInstanceId(string hostId)
    {
        var plain = new StringBuilder(hostId.Length);
        for (var i = 0; i < hostId.Length; i++)
        {
            if (hostId[i] == Escape
                && i + EscapedLength <= hostId.Length
                && ushort.TryParse(
                    hostId.AsSpan(i + 1, EscapedLength - 1),
                    NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture,
                    out var code))
            {
                plain.Append((char)code);
                i += EscapedLength - 1;
            }
            else
            {
                plain.Append(hostId[i]);
            }
        }

        return plain.ToString();
    }
}
