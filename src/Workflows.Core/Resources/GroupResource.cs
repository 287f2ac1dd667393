namespace Workflows.Core.Resources;

/// <summary>
/// A resource by its plural and API group, whatever the version: <c>deployments.apps</c>, or <c>pods</c> for the
/// core group. The form <c>kubectl</c>, Velero's archive layout and the command line's filters share.
/// </summary>
/// <param name="Plural">The plural in lower case, as in the URL of the API.</param>
/// <param name="Group">The API group; empty for the core group.</param>
public readonly record struct GroupResource(string Plural, string Group)
{
    /// <summary>Reads <c>plural</c> or <c>plural.group</c>; the first dot ends the plural.</summary>
    public static GroupResource Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new GroupResource(text, "") : new GroupResource(text[..dot], text[(dot + 1)..]);
    }

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
