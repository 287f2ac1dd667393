using System.Text;
using Workflows.Core.Errors;
using Workflows.Kubernetes.Yaml;

namespace Workflows.Kubernetes.Configuration;

/// <summary>One kubeconfig file: its named entries, not yet looked into.</summary>
internal sealed class KubeconfigFile
{
    private const long LongestFile = 16 << 20;

    private KubeconfigFile(
        string? currentContext,
        IReadOnlyList<KubeconfigEntry> clusters,
        IReadOnlyList<KubeconfigEntry> users,
        IReadOnlyList<KubeconfigEntry> contexts)
    {
        CurrentContext = currentContext;
        Clusters = clusters;
        Users = users;
        Contexts = contexts;
    }

    public string? CurrentContext { get; }

    public IReadOnlyList<KubeconfigEntry> Clusters { get; }

    public IReadOnlyList<KubeconfigEntry> Users { get; }

    public IReadOnlyList<KubeconfigEntry> Contexts { get; }

    public static KubeconfigFile Read(string path) => Parse(ReadText(path), path);

    /// <exception cref="KubeconfigException">The text is no kubeconfig.</exception>
    public static KubeconfigFile Parse(string text, string path)
    {
        var value = YamlReader.Read(text, (line, problem) => new KubeconfigException(
            ErrorKind.Usage,
            line > 0 ? $"The kubeconfig {path}, line {line}, {problem}." : $"The kubeconfig {path} {problem}."));
        if (value is null or YamlScalar { IsNull: true })
            return new KubeconfigFile(null, [], [], []);
        if (value is not YamlMapping root)
            throw Error(path, value.Line, "is not a kubeconfig: it is not a mapping");
        var top = new KubeconfigEntry("the file", path, root);
        if (top.Text("kind") is { } kind && kind != "Config")
            throw Error(path, root.Line, "is not a kubeconfig: its kind is not Config");
        return new KubeconfigFile(
            top.Text("current-context"),
            Named(top, "clusters", "cluster"),
            Named(top, "users", "user"),
            Named(top, "contexts", "context"));
    }

    private static List<KubeconfigEntry> Named(KubeconfigEntry top, string list, string field)
    {
        var entries = new List<KubeconfigEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in top.List(list))
        {
            if (item is not YamlMapping mapping)
                throw Error(top.File, item.Line, $"has an entry under '{list}' that is not a mapping");
            var entry = new KubeconfigEntry($"an entry under {list}", top.File, mapping);
            var name = entry.Text("name") ?? throw Error(top.File, item.Line, $"has an entry without a name under '{list}'");
            if (!names.Add(name))
                throw Error(top.File, item.Line, $"defines the {field} '{name}' twice");
            var fields = entry.Child(field)?.Fields
                ?? new YamlMapping(item.Line, new Dictionary<string, YamlValue>(StringComparer.Ordinal), YamlSize.One);
            entries.Add(new KubeconfigEntry(name, top.File, fields));
        }

        return entries;
    }

    private static string ReadText(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LongestFile)
                throw Error(path, 0, $"is longer than a kubeconfig can be ({length} bytes)");
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KubeconfigException(ErrorKind.NotFound, $"The kubeconfig {path} does not exist.", e);
        }
        catch (DecoderFallbackException)
        {
            throw Error(path, 0, "is not UTF-8 text");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException(ErrorKind.Usage, $"The kubeconfig {path} can't be read: {e.Message}", e);
        }
    }

    private static KubeconfigException Error(string path, long line, string problem) =>
        new(ErrorKind.Usage,
            line > 0 ? $"The kubeconfig {path} {problem} (line {line})." : $"The kubeconfig {path} {problem}.");
}
