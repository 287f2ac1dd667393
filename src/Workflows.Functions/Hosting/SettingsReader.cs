using Microsoft.Extensions.Configuration;
using Workflows.Activities.Events.Outgoing;
using Workflows.Api.Reading;
using Workflows.Archive.Stores;
using Workflows.Core.Errors;
using Workflows.Core.Keys;
using Workflows.Core.Volumes;
using Workflows.Kubernetes;

namespace Workflows.Functions.Hosting;

/// <summary>Reads the app settings, and tells all that is wrong with them at once: before any work is taken.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    public const string Store = "WORKFLOWS_STORE";
    public const string Host = "WORKFLOWS_HOST";
    public const string Kubeconfig = "WORKFLOWS_KUBECONFIG";
    public const string Context = "WORKFLOWS_CONTEXT";
    public const string KeyFile = "WORKFLOWS_KEY_FILE";
    public const string KeyVault = "WORKFLOWS_KEY_VAULT";
    public const string EventsTo = "WORKFLOWS_EVENTS_TO";
    public const string EventsTokenFile = "WORKFLOWS_EVENTS_TOKEN_FILE";
    public const string AllowSharedKeyFile = "WORKFLOWS_ALLOW_SHARED_KEY_FILE";
    public const string MoverImage = "WORKFLOWS_MOVER_IMAGE";
    public const string KeepInstances = "WORKFLOWS_KEEP_INSTANCES";

    /// <summary>What is said of movers, as <c>workflows serve</c> is told it by options.</summary>
    public static IReadOnlyDictionary<MoverLimit, string> MoverLimitNames { get; } = new Dictionary<MoverLimit, string>
    {
        [MoverLimit.CpuRequest] = "WORKFLOWS_MOVER_CPU_REQUEST",
        [MoverLimit.CpuLimit] = "WORKFLOWS_MOVER_CPU_LIMIT",
        [MoverLimit.MemoryRequest] = "WORKFLOWS_MOVER_MEMORY_REQUEST",
        [MoverLimit.MemoryLimit] = "WORKFLOWS_MOVER_MEMORY_LIMIT",
        [MoverLimit.Parallel] = "WORKFLOWS_MOVER_PARALLEL",
        [MoverLimit.ParallelPerNode] = "WORKFLOWS_MOVER_PARALLEL_PER_NODE",
        [MoverLimit.Patience] = "WORKFLOWS_MOVER_PATIENCE",
        [MoverLimit.TimeLimit] = "WORKFLOWS_MOVER_TIME_LIMIT",
    };

    /// <summary>What App Service and Azure Functions call the app, on each of its machines.</summary>
    private const string SiteName = "WEBSITE_SITE_NAME";

    private readonly List<string> problems = [];

    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static AppSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = reader.Read();
        return reader.problems.Count == 0 ? settings : throw new SettingsException(reader.problems);
    }

    private AppSettings Read()
    {
        var settings = new AppSettings
        {
            Store = ReadStore(),
            Host = Find(Host) ?? $"functions-{Find(SiteName) ?? Environment.MachineName}",
            Kubeconfig = Find(Kubeconfig),
            Context = Find(Context),
            KeyFile = Find(KeyFile) is { } file ? Path.GetFullPath(file) : null,
            KeyVault = ReadVault(),
            Events = ReadEvents(),
            AllowSharedKeyFile = ReadFlag(AllowSharedKeyFile),
            Mover = ReadMover(),
            KeepInstances = ReadTime(KeepInstances, new AppSettings { Store = "", Host = "" }.KeepInstances),
        };
        Try(KeyFile, () => settings.FindKey());
        if (settings.Kubeconfig is not null || settings.Context is not null)
        {
            Try(Kubeconfig, () => ClusterConnection.Locate(settings.Kubeconfig, settings.Context));
        }

        return settings;
    }

    private MoverSettings ReadMover()
    {
        var (settings, wrong) = MoverLimits.Apply(new() { Image = Find(MoverImage) }, limit => Find(MoverLimitNames[limit]), limit => MoverLimitNames[limit]);
        problems.AddRange(wrong);
        return settings;
    }

    private VaultAddress? ReadVault()
    {
        if (Find(KeyVault) is not { } named)
        {
            return null;
        }

        if (Find(KeyFile) is not null)
        {
            problems.Add($"{KeyVault} and {KeyFile} name two keys: set one of them.");
        }

        if (!VaultAddress.TryParse(named, out var address))
        {
            problems.Add($"{KeyVault} names no key. {VaultAddress.KeyExpected}");
        }

        return address;
    }

    private (string Address, string? TokenFile)? ReadEvents()
    {
        if (Find(EventsTo) is not { } address)
        {
            if (Find(EventsTokenFile) is not null)
            {
                problems.Add($"{EventsTokenFile} is for {EventsTo}: set both.");
            }

            return null;
        }

        var token = Find(EventsTokenFile) is { } file ? Path.GetFullPath(file) : null;
        Try(EventsTo, () =>
        {
            EventEndpoint.Open(address, token).Dispose();
            return address;
        });
        return (address, token);
    }

    private string ReadStore()
    {
        if (Find(Store) is not { } address)
        {
            problems.Add(
                $"{Store} is missing: name the store, as https://ACCOUNT.blob.core.windows.net/CONTAINER, "
                + "or azblob://CONTAINER with AZURE_STORAGE_CONNECTION_STRING.");
            return "";
        }

        return Try(Store, () =>
        {
            var canonical = IsFolder(address) ? Folder(address) : ArchiveStores.Canonical(address);
            _ = ArchiveStores.Open(canonical);
            return canonical;
        }) ?? "";
    }

    private static bool IsFolder(string address) =>
        !address.Contains("://", StringComparison.Ordinal) || address.StartsWith("file://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A relative path would be one folder here and another for the next process.</summary>
    private static string Folder(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { IsFile: true, IsUnc: false } ? uri.LocalPath : address;
        return Path.IsPathFullyQualified(path)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
            : throw new WorkflowsException(ErrorKind.Usage, "A folder is named by its whole path.");
    }

    private bool ReadFlag(string name)
    {
        var text = Find(name);
        if (text is not null && !bool.TryParse(text, out _))
        {
            problems.Add($"{name} is '{text}': write true or false.");
        }

        return bool.TryParse(text, out var flag) && flag;
    }

    private TimeSpan ReadTime(string name, TimeSpan usual)
    {
        if (Find(name) is not { } text)
        {
            return usual;
        }

        if (!KeepTime.TryParse(text, out var time))
        {
            problems.Add($"{name} is '{text}': write a length of time such as 12h or 30d.");
        }

        return time;
    }

    private string? Find(string name) => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private T? Try<T>(string name, Func<T> read)
        where T : class?
    {
        try
        {
            return read();
        }
        catch (WorkflowsException refused)
        {
            problems.Add($"{name}: {refused.Message}");
            return null;
        }
    }
}
