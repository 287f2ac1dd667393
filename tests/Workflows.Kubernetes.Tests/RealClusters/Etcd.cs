using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Workflows.Kubernetes.Tests.RealClusters;

/// <summary>The etcd behind a local control plane, whose address stands beside its kubeconfig.</summary>
internal static class Etcd
{
    public static string? EnvironmentFile
    {
        get
        {
            var kubeconfig = Environment.GetEnvironmentVariable(RealClusterFactAttribute.Variable);
            if (string.IsNullOrEmpty(kubeconfig))
                return null;
            var file = Path.Combine(
                Path.GetDirectoryName(Path.GetFullPath(kubeconfig))!, Path.GetFileNameWithoutExtension(kubeconfig), "etcd.env");
            return File.Exists(file) ? file : null;
        }
    }

    /// <summary>Drops every revision before the newest.</summary>
    public static async Task CompactAsync()
    {
        var status = JsonNode.Parse(await RunAsync("endpoint", "status", "--write-out=json"))!;
        var revision = (long)status[0]!["Status"]!["header"]!["revision"]!;
        await RunAsync("compact", revision.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var variables = (await File.ReadAllLinesAsync(EnvironmentFile!))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var start = new ProcessStartInfo(variables["ETCDCTL"], arguments) 
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        start.Environment.Remove("ETCDCTL");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
