using Workflows.Core.Errors;

namespace Workflows.Kubernetes.Configuration;

/// <summary>
/// Kubeconfig files merged as kubectl merges them: of entries with one name the first file's stands, and the current
/// context is that of the first file that sets one.
/// </summary>
internal sealed class Kubeconfig
{
    private readonly Dictionary<string, KubeconfigEntry> clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigEntry> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigEntry> contexts = new(StringComparer.Ordinal);

    private Kubeconfig(IReadOnlyList<string> files) => Files = files;

    public IReadOnlyList<string> Files { get; }

    public string? CurrentContext { get; private set; }

    /// <param name="paths">Absolute paths. Of several, those that do not exist are passed over, as kubectl does.</param>
    /// <exception cref="KubeconfigException">No file exists, or one can't be read or understood.</exception>
    public static Kubeconfig Load(IReadOnlyList<string> paths)
    {
        var config = new Kubeconfig(paths);
        var found = false;
        foreach (var path in paths)
        {
            if (!File.Exists(path) && paths.Count > 1)
                continue;
            config.Merge(KubeconfigFile.Read(path));
            found = true;
        }

        return found
            ? config
            : throw new KubeconfigException(
                ErrorKind.NotFound, $"None of the kubeconfig files exists: {string.Join(", ", paths)}.");
    }

    /// <summary>A kubeconfig that is in no file.</summary>
    /// <exception cref="KubeconfigException">The text is no kubeconfig.</exception>
    public static Kubeconfig Parse(string text, string origin)
    {
        var config = new Kubeconfig([origin]);
        config.Merge(KubeconfigFile.Parse(text, origin));
        return config;
    }

    /// <summary>The context of this name, or the current one.</summary>
    /// <exception cref="KubeconfigException">There is none; the message lists those there are.</exception>
    public KubeconfigEntry Context(string? name)
    {
        var wanted = name ?? CurrentContext ?? throw new KubeconfigException(
            ErrorKind.Usage,
            $"{Where} names no current context, and none was asked for. Choose one with --context: {Known()}.");
        return contexts.TryGetValue(wanted, out var context)
            ? context
            : throw new KubeconfigException(
                ErrorKind.NotFound,
                name is null
                    ? $"The current context '{wanted}' is not defined in {Where}. Known contexts: {Known()}."
                    : $"There is no context '{wanted}' in {Where}. Known contexts: {Known()}.");
    }

    public KubeconfigEntry Cluster(KubeconfigEntry context) =>
        Find(clusters, context, "cluster") ?? throw new KubeconfigException(
            ErrorKind.Usage, $"The context '{context.Name}' in {context.File} names no cluster.");

    /// <summary>Null where the context names no user: such a cluster lets anyone in, or nobody.</summary>
    public KubeconfigEntry? User(KubeconfigEntry context) => Find(users, context, "user");

    private string Where => Files.Count == 1 ? Files[0] : string.Join(" and ", Files);

    private string Known() => contexts.Count == 0
        ? "none"
        : string.Join(", ", contexts.Keys.Order(StringComparer.Ordinal));

    private static KubeconfigEntry? Find(
        Dictionary<string, KubeconfigEntry> entries, KubeconfigEntry context, string field)
    {
        if (context.Text(field) is not { } name)
            return null;
        return entries.TryGetValue(name, out var entry)
            ? entry
            : throw new KubeconfigException(
                ErrorKind.NotFound,
                $"The context '{context.Name}' in {context.File} names the {field} '{name}', which is not defined.");
    }

    private void Merge(KubeconfigFile file)
    {
        CurrentContext ??= file.CurrentContext;
        Add(clusters, file.Clusters);
        Add(users, file.Users);
        Add(contexts, file.Contexts);
    }

    private static void Add(Dictionary<string, KubeconfigEntry> to, IEnumerable<KubeconfigEntry> from)
    {
        foreach (var entry in from)
            to.TryAdd(entry.Name, entry);
    }
}
