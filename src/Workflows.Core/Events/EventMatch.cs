using Workflows.Core.Selection;

namespace Workflows.Core.Events;

/// <summary>
/// Which events a rule is about. Of each field one pattern must match; a field without patterns asks for nothing. In
/// types, sources and subjects upper and lower case don't differ: Azure's services don't agree on that of their own names.
/// </summary>
public sealed class EventMatch
{
    private readonly GlobPattern[] types;
    private readonly GlobPattern[] sources;
    private readonly GlobPattern[] subjects;
    private readonly KeyValuePair<string, GlobPattern>[] data;

    /// <param name="types">Patterns of types.</param>
    /// <param name="sources">Patterns of sources.</param>
    /// <param name="subjects">Patterns of subjects.</param>
    /// <param name="data">Patterns of texts in the data, each by its place (<see cref="ReceivedEvent.DataAt"/>): all must match.</param>
    /// <exception cref="SelectionException">One of them is no pattern.</exception>
    public EventMatch(
        IReadOnlyList<string> types, IReadOnlyList<string> sources, IReadOnlyList<string> subjects, IReadOnlyDictionary<string, string> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Types = types;
        (this.types, this.sources, this.subjects) = (Patterns(types), Patterns(sources), Patterns(subjects));
        this.data = [.. data.Select(pair => KeyValuePair.Create(pair.Key, GlobPattern.Parse(pair.Value)))];
    }

    /// <summary>The patterns of types, as they were given.</summary>
    public IReadOnlyList<string> Types { get; }

    public bool IsMatch(ReceivedEvent received)
    {
        ArgumentNullException.ThrowIfNull(received);
        return IsOneOf(types, received.Type)
            && IsOneOf(sources, received.Source)
            && IsOneOf(subjects, received.Subject)
            && Array.TrueForAll(data, pair => received.DataAt(pair.Key) is { } text && pair.Value.IsMatch(text));
    }

    private static bool IsOneOf(GlobPattern[] patterns, string text) =>
        patterns.Length == 0 || Array.Exists(patterns, pattern => pattern.IsMatch(text.ToLowerInvariant()));

    private static GlobPattern[] Patterns(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return [.. texts.Select(text => GlobPattern.Parse(text.ToLowerInvariant()))];
    }
}
