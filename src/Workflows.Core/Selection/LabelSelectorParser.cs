namespace Workflows.Core.Selection;

/// <summary>
/// Reads a selector from left to right. Words are runs of characters up to a space or one of <c>,()=!&lt;&gt;</c>;
/// <c>in</c> and <c>notin</c> are operators only where an operator may stand, so they may also be keys and values.
/// </summary>
internal sealed class LabelSelectorParser(string text)
{
    private const string Punctuation = ",()=!<>";

    private int position;

    /// <exception cref="FormatException">With half a sentence that says what is wrong.</exception>
    public List<LabelRequirement> Read()
    {
        var requirements = new List<LabelRequirement>();
        SkipSpaces();
        while (position < text.Length)
        {
            requirements.Add(ReadRequirement());
            SkipSpaces();
            if (position == text.Length)
            {
                break;
            }

            Expect(',');
            SkipSpaces();
            if (position == text.Length)
            {
                throw new FormatException("it ends with a comma");
            }
        }

        return requirements;
    }

    private LabelRequirement ReadRequirement()
    {
        if (TryTake("!"))
        {
            return new LabelRequirement(ReadKey(), LabelOperator.DoesNotExist, []);
        }

        var key = ReadKey();
        SkipSpaces();
        if (position == text.Length || text[position] == ',')
        {
            return new LabelRequirement(key, LabelOperator.Exists, []);
        }

        var comparison = ReadOperator(key);
        return comparison switch
        {
            LabelOperator.In or LabelOperator.NotIn => new LabelRequirement(key, comparison, ReadValues()),
            LabelOperator.GreaterThan or LabelOperator.LessThan =>
                new LabelRequirement(key, comparison, [ReadNumber()]),
            _ => new LabelRequirement(key, comparison, [ReadValue()]),
        };
    }

    private LabelOperator ReadOperator(string key)
    {
        if (TryTake("==") || TryTake("="))
        {
            return LabelOperator.Is;
        }

        if (TryTake("!="))
        {
            return LabelOperator.IsNot;
        }

        if (TryTake(">"))
        {
            return LabelOperator.GreaterThan;
        }

        if (TryTake("<"))
        {
            return LabelOperator.LessThan;
        }

        return ReadWord() switch
        {
            "in" => LabelOperator.In,
            "notin" => LabelOperator.NotIn,
            _ => throw new FormatException(
                $"after the key \"{key}\" comes no operator (=, ==, !=, in, notin, <, >) and no comma"),
        };
    }

    private string ReadKey()
    {
        SkipSpaces();
        var key = ReadWord();
        return LabelSyntax.ProblemOfKey(key) is { } problem ? throw new FormatException(problem) : key;
    }

    private string ReadValue()
    {
        SkipSpaces();
        var value = ReadWord();
        return LabelSyntax.ProblemOfValue(value) is { } problem ? throw new FormatException(problem) : value;
    }

    private string ReadNumber()
    {
        var value = ReadValue();
        return LabelRequirement.Number(value) is null
            ? throw new FormatException($"\"{value}\" is compared with < or > and is no whole number")
            : value;
    }

    private string[] ReadValues()
    {
        SkipSpaces();
        Expect('(');
        SkipSpaces();
        if (TryTake(")"))
        {
            throw new FormatException("a set in parentheses has no values");
        }

        var values = new SortedSet<string>(StringComparer.Ordinal) { ReadValue() };
        SkipSpaces();
        while (!TryTake(")"))
        {
            Expect(',');
            values.Add(ReadValue());
            SkipSpaces();
        }

        return [.. values];
    }

    private void Expect(char character)
    {
        if (position == text.Length)
        {
            throw new FormatException($"it ends where '{character}' should stand");
        }

        if (text[position] != character)
        {
            throw new FormatException($"'{text[position]}' stands where '{character}' should");
        }

        position++;
    }

    private bool TryTake(string token)
    {
        if (!text.AsSpan(position).StartsWith(token, StringComparison.Ordinal))
        {
            return false;
        }

        position += token.Length;
        return true;
    }

    private string ReadWord()
    {
        var start = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]) && !Punctuation.Contains(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    private void SkipSpaces()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }
}
