using System.Globalization;

namespace Workflows.Core.Comparison;

/// <summary>
/// Compares JSON numbers by value as they are written, without a detour over a floating point type: 1, 1.0 and 1e0
/// are one number, and two long ones that a <c>double</c> could not tell apart are two.
/// </summary>
internal static class JsonNumber
{
    public static bool AreEqual(string first, string second) =>
        first == second || (Read(first) is { } one && Read(second) is { } other && one == other);

    // Sign, digits without zeros at either end, and the power of ten of the last digit.
    private static (bool Negative, string Digits, long Exponent)? Read(string text)
    {
        var isNegative = text.StartsWith('-');
        var start = isNegative ? 1 : 0;
        var e = text.AsSpan().IndexOfAny('e', 'E');
        long exponent = 0;
        if (e >= 0 && !long.TryParse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            // An exponent beyond a long: equal only if written the same.
            return null;
        }

        var mantissa = text[start..(e < 0 ? text.Length : e)];
        var point = mantissa.IndexOf('.');
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var significant = digits.TrimEnd('0');
        var shift = (long)digits.Length - significant.Length - fraction;
        significant = significant.TrimStart('0');
        if (significant.Length == 0)
        {
            return (false, "", 0);
        }

        return exponent > long.MaxValue - int.MaxValue || exponent < long.MinValue + int.MaxValue + 1L
            ? null
            : (isNegative, significant, exponent + shift);
    }
}
