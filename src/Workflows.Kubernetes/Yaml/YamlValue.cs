using System.Runtime.InteropServices;

namespace Workflows.Kubernetes.Yaml;

/// <summary>A node of a YAML document, with where it stands, so that an error can say so.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Size">How big it is with every alias written out.</param>
public abstract record YamlValue(long Line, YamlSize Size);

/// <param name="Nodes">How many nodes: what an alias bomb makes huge.</param>
/// <param name="Height">How many levels, itself included: what nested aliases can make deep.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct YamlSize(long Nodes, int Height)
{
    public static YamlSize One { get; } = new(1, 1);

    public YamlSize With(YamlSize child) => new(Nodes + child.Nodes, Math.Max(Height, child.Height + 1));
}

/// <param name="Line">From 1.</param>
/// <param name="Text">The text as written, whatever it looks like.</param>
/// <param name="Plain">Whether it stood without quotes, so that <c>true</c> or <c>null</c> is meant as such.</param>
public sealed record YamlScalar(long Line, string Text, bool Plain) : YamlValue(Line, YamlSize.One)
{
    public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>May hold a secret: never shown.</summary>
    public override string ToString() => $"a scalar on line {Line}";
}

/// <param name="Line">From 1.</param>
/// <param name="Items">The items in their order.</param>
/// <param name="Size">How big it is with every alias written out.</param>
public sealed record YamlSequence(long Line, IReadOnlyList<YamlValue> Items, YamlSize Size) : YamlValue(Line, Size)
{
    public override string ToString() => $"a list on line {Line}";
}

/// <param name="Line">From 1.</param>
/// <param name="Entries">The values by key; no key is there twice.</param>
/// <param name="Size">How big it is with every alias written out.</param>
public sealed record YamlMapping(long Line, IReadOnlyDictionary<string, YamlValue> Entries, YamlSize Size)
    : YamlValue(Line, Size)
{
    public override string ToString() => $"a mapping on line {Line}";
}
