using Workflows.Core.Resources;

namespace Workflows.Core.Selection;

/// <summary>A resource that is left out whatever the user selects.</summary>
public sealed class BuiltInExclusion
{
    private readonly GlobPattern pattern;

    internal BuiltInExclusion(string resource, string reason)
    {
        pattern = GlobPattern.Parse(resource);
        Reason = reason;
    }

    /// <summary>The resource as <c>plural.group</c> (<c>plural</c> in the core group), or a pattern of such.</summary>
    public string Resource => pattern.Text;

    /// <summary>Why, in one sentence for people.</summary>
    public string Reason { get; }

    public bool Covers(GroupResource resource) => pattern.IsMatch(resource.ToString());

    public override string ToString() => $"{Resource}: {Reason}";
}
