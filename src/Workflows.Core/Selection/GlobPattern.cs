using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Workflows.Core.Selection;

/// <summary>
/// A name with wildcards: <c>*</c> any run of characters, <c>?</c> one character, <c>[abc]</c> and <c>[a-z]</c> one
/// of a set. The grammar is Velero's; braces, negated sets and escapes are refused, since no name needs them and they
/// mean different things to different tools.
/// </summary>
/// <remarks>Matching takes at most length × length steps, whatever the pattern: no pattern can hang a backup.</remarks>
public sealed class GlobPattern
{
    private const int LongestPattern = 512;

    private static readonly SearchValues<char> Refused = SearchValues.Create("{}\\,!^ \t");

    private readonly GlobToken[] tokens;

    private GlobPattern(string text, GlobToken[] elements) => (Text, tokens) = (text, elements);

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern has no wildcard, and so names exactly one thing.</summary>
    public bool IsLiteral => Array.TrueForAll(tokens, token => token.Kind is GlobTokenKind.Literal);

    /// <summary>Whether the pattern is <c>*</c>.</summary>
    public bool IsEverything => tokens is [{ Kind: GlobTokenKind.Run }];

    /// <exception cref="SelectionException">The pattern is not one; the message says why.</exception>
    public static GlobPattern Parse(string text) =>
        TryParse(text, out var pattern, out var problem) ? pattern : throw new SelectionException([problem]);

    /// <summary>Reads a pattern, or says in one sentence why it is not one.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out GlobPattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        problem = Refuse(text);
        if (problem is not null)
        {
            return false;
        }

        var read = new List<GlobToken>(text.Length);
        for (var position = 0; position < text.Length;)
        {
            if (!TryReadToken(text, ref position, out var token, out problem))
            {
                return false;
            }

            read.Add(token);
        }

        pattern = new GlobPattern(text, [.. read]);
        return true;
    }

    /// <summary>Whether the whole of <paramref name="name"/> matches; upper and lower case differ.</summary>
    public bool IsMatch(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var (token, character) = (0, 0);
        var (runToken, runCharacter) = (-1, 0);
        while (character < name.Length)
        {
            if (token < tokens.Length && tokens[token].Kind is GlobTokenKind.Run)
            {
                (runToken, runCharacter) = (token, character);
                token++;
            }
            else if (token < tokens.Length && tokens[token].Accepts(name[character]))
            {
                token++;
                character++;
            }
            else if (runToken >= 0)
            {
                // What follows the last run does not fit here: let the run swallow one character more.
                token = runToken + 1;
                character = ++runCharacter;
            }
            else
            {
                return false;
            }
        }

        while (token < tokens.Length && tokens[token].Kind is GlobTokenKind.Run)
        {
            token++;
        }

        return token == tokens.Length;
    }

    public override string ToString() => Text;

    private static string? Refuse(string text)
    {
        if (text.Length == 0)
        {
            return "An empty pattern matches nothing; leave it out.";
        }

        if (text.Length > LongestPattern)
        {
            return $"A pattern of {text.Length} characters is longer than any name; {LongestPattern} are allowed.";
        }

        if (text.Contains("**", StringComparison.Ordinal))
        {
            return $"The pattern \"{text}\" has two asterisks in a row; one already matches any run of characters.";
        }

        var refused = text.AsSpan().IndexOfAny(Refused);
        return refused < 0
            ? null
            : $"The pattern \"{text}\" has '{text[refused]}', which patterns don't know; "
                + "give several patterns instead, each with * ? [abc] or [a-z].";
    }

    private static bool TryReadToken(
        string text, ref int position, out GlobToken token, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        var character = text[position++];
        switch (character)
        {
            case '*':
                token = new GlobToken(GlobTokenKind.Run, "");
                return true;
            case '?':
                token = new GlobToken(GlobTokenKind.Any, "");
                return true;
            case '[':
                return TryReadSet(text, ref position, out token, out problem);
            case ']':
                token = default;
                problem = $"The pattern \"{text}\" closes a bracket that was not opened.";
                return false;
            default:
                token = new GlobToken(GlobTokenKind.Literal, character.ToString());
                return true;
        }
    }

    private static bool TryReadSet(
        string text, ref int position, out GlobToken token, [NotNullWhen(false)] out string? problem)
    {
        token = default;
        problem = null;
        var end = text.IndexOf(']', position);
        if (end < 0)
        {
            problem = $"The pattern \"{text}\" opens a bracket that is not closed.";
            return false;
        }

        var set = text[position..end];
        position = end + 1;
        if (set.Length == 0 || set.AsSpan().IndexOfAny("*?[") >= 0)
        {
            problem = $"The pattern \"{text}\" has the set \"[{set}]\"; a set lists characters, as [abc] or [a-z].";
            return false;
        }

        for (var at = 1; at + 1 < set.Length; at++)
        {
            if (set[at] == '-' && set[at - 1] > set[at + 1])
            {
                problem = $"The pattern \"{text}\" has the range \"{set[(at - 1)..(at + 2)]}\", which runs backwards.";
                return false;
            }
        }

        token = new GlobToken(GlobTokenKind.Set, set);
        return true;
    }
}
