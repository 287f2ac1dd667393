using System.Globalization;
using System.Text;

namespace Workflows.Cli.Output.Text;

/// <summary>
/// Names and messages come from clusters and archives that anybody may have written: what could move a terminal's
/// cursor, set its title or reorder its text is shown as an escape instead of being obeyed.
/// </summary>
internal static class SafeText
{
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.All(IsHarmless) ? text : Escape(text);
    }

    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsHarmless(c))
            {
                safe.Append(c);
            }
            else
            {
                safe.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return safe.ToString();
    }

    /// <summary>Neither a control character nor a format character (bidirectional overrides, zero widths).</summary>
    private static bool IsHarmless(char c) =>
        char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
