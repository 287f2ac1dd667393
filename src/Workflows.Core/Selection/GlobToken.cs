namespace Workflows.Core.Selection;

internal enum GlobTokenKind
{
    Literal,
    Any,
    Run,
    Set,
}

/// <summary>One element of a pattern; <paramref name="Text"/> is the literal, or what stood between brackets.</summary>
internal readonly record struct GlobToken(GlobTokenKind Kind, string Text)
{
    /// <summary>Whether this element takes exactly this one character.</summary>
    public bool Accepts(char character) => Kind switch
    {
        GlobTokenKind.Literal => Text[0] == character,
        GlobTokenKind.Any => true,
        GlobTokenKind.Set => SetHas(character),
        _ => false,
    };

    private bool SetHas(char character)
    {
        for (var at = 0; at < Text.Length; at++)
        {
            // A dash at either end of the set stands for itself.
            if (at + 2 < Text.Length && Text[at + 1] == '-')
            {
                if (character >= Text[at] && character <= Text[at + 2])
                {
                    return true;
                }

                at += 2;
            }
            else if (Text[at] == character)
            {
                return true;
            }
        }

        return false;
    }
}
