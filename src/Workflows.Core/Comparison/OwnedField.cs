using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Workflows.Core.Resources;
using Workflows.Core.Restores.Rules;
using Workflows.Core.Selection;

namespace Workflows.Core.Comparison;

/// <summary>When a field that a server or controller owns is left out of a comparison.</summary>
public enum OwnedWhen
{
    /// <summary>Always: its value says nothing about the restore.</summary>
    Always,

    /// <summary>
    /// Only where the expected object does not have it: then somebody filled it in, as was wanted. A value that was
    /// asked for is compared.
    /// </summary>
    NotAskedFor,
}

/// <summary>A field that is a server's or a controller's to write, so that it may differ after a restore.</summary>
public sealed class OwnedField
{
    private readonly GlobPattern resource;
    private readonly string[] segments;

    internal OwnedField(string resourcePattern, string pointer, OwnedWhen when, string reason)
    {
        resource = GlobPattern.Parse(resourcePattern);
        Pointer = pointer;
        segments = [.. pointer.Split('/').Skip(1).Select(JsonPointer.Unescape)];
        When = when;
        Reason = reason;
    }

    /// <summary>The resource as <c>plural.group</c>, or a pattern; <c>*</c> means every resource.</summary>
    public string Resource => resource.Text;

    /// <summary>A JSON pointer; a segment <c>*</c> stands for any member or element. What is below is meant too.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "RFC 6901 calls it a pointer.")]
    public string Pointer { get; }

    public OwnedWhen When { get; }

    /// <summary>If set, the entry holds only for expected objects that have this member at their top.</summary>
    public string? OnlyWith { get; init; }

    /// <summary>If set, that member must have this value, a string.</summary>
    public string? OnlyWithValue { get; init; }

    /// <summary>Who writes the field and why it may differ, one sentence for people.</summary>
    public string Reason { get; }

    internal bool AppliesTo(GroupResource candidate, JsonObject expected) =>
        resource.IsMatch(candidate.ToString())
        && (OnlyWith is null || expected[OnlyWith] is { } member && (OnlyWithValue is null || member.AsText() == OnlyWithValue));

    /// <summary>Whether the value at a path is the server's, given whether the expected object has one there.</summary>
    internal bool Owns(IReadOnlyList<string> path, bool askedFor) =>
        (When is OwnedWhen.Always || !askedFor) && Covers(path);

    private bool Covers(IReadOnlyList<string> path)
    {
        if (path.Count != segments.Length)
        {
            return false;
        }

        for (var at = 0; at < segments.Length; at++)
        {
            if (segments[at] != "*" && segments[at] != path[at])
            {
                return false;
            }
        }

        return true;
    }
}
