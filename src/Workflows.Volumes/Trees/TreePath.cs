using System.Diagnostics.CodeAnalysis;

namespace Workflows.Volumes.Trees;

/// <summary>
/// Where an entry is in a tree: the names from the root to it; none for the root itself. Ordered name by name, so that
/// a directory comes right before what is in it.
/// </summary>
public sealed class TreePath : IEquatable<TreePath>, IComparable<TreePath>
{
    /// <summary>How deep a tree may be. Each level that is open takes a file descriptor.</summary>
    public const int MaxDepth = 500;

    private readonly EntryName[] names;

    private TreePath(EntryName[] names) => this.names = names;

    public static TreePath Root { get; } = new([]);

    public IReadOnlyList<EntryName> Names => names;

    public bool IsRoot => names.Length == 0;

    /// <summary>The path of an entry of this directory.</summary>
    public TreePath Child(EntryName name) => new([.. names, name]);

    /// <summary>The directory that the entry is in; the root is in itself.</summary>
    public TreePath Parent => IsRoot ? this : new(names[..^1]);

    /// <summary>Whether this is a directory's path, or one of what is in it.</summary>
    public bool StartsWith(TreePath directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return names.AsSpan().StartsWith(directory.names);
    }

    /// <summary>Names joined by '/'; a root is empty.</summary>
    /// <returns>False for what leaves the tree, or is no path: absolute, with empty names, '.' or '..', too deep.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TreePath? path)
    {
        path = null;
        if (bytes.IsEmpty)
        {
            path = Root;
            return true;
        }

        var parsed = new List<EntryName>();
        foreach (var range in bytes.Split((byte)'/'))
        {
            if (parsed.Count == MaxDepth || !EntryName.TryCreate(bytes[range], out var name))
            {
                return false;
            }

            parsed.Add(name);
        }

        path = new([.. parsed]);
        return true;
    }

    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        foreach (var name in names)
        {
            if (bytes.Count > 0)
            {
                bytes.Add((byte)'/');
            }

            bytes.AddRange(name.Bytes);
        }

        return [.. bytes];
    }

    public int CompareTo(TreePath? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < Math.Min(names.Length, other.names.Length); i++)
        {
            if (names[i].CompareTo(other.names[i]) is not 0 and var order)
            {
                return order;
            }
        }

        return names.Length.CompareTo(other.names.Length);
    }

    public bool Equals(TreePath? other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as TreePath);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in names)
        {
            hash.Add(name);
        }

        return hash.ToHashCode();
    }

    /// <summary>The path for a person.</summary>
    public override string ToString() => IsRoot ? "." : string.Join('/', names.Select(name => name.ToString()));

    public static bool operator ==(TreePath? left, TreePath? right) => Equals(left, right);

    public static bool operator !=(TreePath? left, TreePath? right) => !Equals(left, right);

    public static bool operator <(TreePath left, TreePath right) => Compare(left, right) < 0;

    public static bool operator >(TreePath left, TreePath right) => Compare(left, right) > 0;

    public static bool operator <=(TreePath left, TreePath right) => Compare(left, right) <= 0;

    public static bool operator >=(TreePath left, TreePath right) => Compare(left, right) >= 0;

    private static int Compare(TreePath left, TreePath right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(right);
    }
}
