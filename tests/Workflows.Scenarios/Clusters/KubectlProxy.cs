using System.Diagnostics;
using System.Globalization;

namespace Workflows.Scenarios.Clusters;

/// <summary>
/// <c>kubectl proxy</c>: a cluster spoken to in plain HTTP, whatever its credentials are, and without a line of the
/// product that is under test.
/// </summary>
internal sealed class KubectlProxy : IDisposable
{
    private readonly Process process;

    private KubectlProxy(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<KubectlProxy> StartAsync(string kubeconfig)
    {
        var started = Process.Start(new ProcessStartInfo(
            Kubectl.FileFor(kubeconfig), ["--kubeconfig", kubeconfig, "proxy", "--port=0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var said = await started.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var colon = said?.LastIndexOf(':') ?? -1;
        return colon > 0 && int.TryParse(said.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port)
            ? new(started, new Uri($"http://127.0.0.1:{port}"))
            : throw new InvalidOperationException($"kubectl proxy did not start: {said}");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
