using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Workflows.Faults.Connecting;
using Workflows.Faults.Revisions;
using Workflows.Faults.Rules;
using Workflows.Faults.Wire;

namespace Workflows.Faults;

/// <summary>
/// Stands in front of a server, an API server above all, and does to its clients what networks and overloaded
/// servers do: by rule, by seed, or just when a test says so. Speaks HTTP/1.1 over TLS to clients and what the server
/// likes to the server. Upgraded connections (exec, port forwarding) do not pass.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly X509Certificate2 certificate = ProxyCertificate.Create();
    private readonly ConcurrentQueue<ProxiedExchange> exchanges = [];
    private readonly ConcurrentQueue<PausePoint> pauses = [];
    private readonly Upstream upstream;
    private readonly Task accepting;
    private volatile FaultRule[] rules = [];
    private volatile SeededChance chance = new(0);
    private long requests;

    private FaultProxy(ServerAddress server)
    {
        upstream = new(server);
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Url => new($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Whom clients must trust.</summary>
    public string AuthorityPem => certificate.ExportCertificatePem();

    /// <summary>All that was asked and what became of it, in the order of its end.</summary>
    public IReadOnlyList<ProxiedExchange> Exchanges => [.. exchanges];

    /// <summary>Changes what is passed on; null changes nothing.</summary>
    public IRewriting? Rewriting { get; set; }

    internal X509Certificate2 Certificate => certificate;

    internal Upstream Upstream => upstream;

    public static FaultProxy Start(ServerAddress server) => new(server);

    /// <summary>A proxy in front of the server of a kubeconfig, with the certificate of its user.</summary>
    public static FaultProxy Start(string kubeconfig) => new(ServerAddress.FromKubeconfig(kubeconfig));

    /// <summary>From now on these rules hold, and no others; the first that strikes is the one that counts.</summary>
    /// <param name="seed">What probabilities are drawn from.</param>
    /// <param name="newRules">The rules.</param>
    public void SetRules(int seed, params FaultRule[] newRules)
    {
        chance = new(seed);
        rules = newRules;
    }

    public void ClearRules() => rules = [];

    /// <summary>The next request that fits, and only that one, is held until it is released.</summary>
    public PausePoint PauseAt(Func<ProxiedRequest, bool> fits, PauseMoment moment = PauseMoment.BeforeServer)
    {
        var pause = new PausePoint(fits, moment);
        pauses.Enqueue(pause);
        return pause;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        listener.Dispose();
        upstream.Dispose();
        certificate.Dispose();
        stopping.Dispose();
    }

    /// <summary>The same once every request that came is over: whoever has its answer may be ahead of its record.</summary>
    public async Task<IReadOnlyList<ProxiedExchange>> EndedExchangesAsync()
    {
        while (exchanges.Count < Interlocked.Read(ref requests))
        {
            await Task.Yield();
        }

        return Exchanges;
    }

    internal long NextNumber() => Interlocked.Increment(ref requests);

    internal Fault? FaultFor(ProxiedRequest request)
    {
        var now = rules;
        var draw = chance.For(request);
        return now.Where((rule, index) => rule.Strikes(request, draw(index))).FirstOrDefault()?.Fault;
    }

    internal PausePoint? PauseFor(ProxiedRequest request) => pauses.FirstOrDefault(pause => pause.Takes(request));

    internal void Record(ProxiedExchange exchange) => exchanges.Enqueue(exchange);

    private async Task AcceptAsync()
    {
        var serving = new ConcurrentDictionary<Task, bool>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stopping.Token);
                var connection = new ProxyConnection(this, socket).ServeAsync(stopping.Token);
                serving[connection] = true;
                _ = connection.ContinueWith(
                    ended => serving.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None,
                    TaskScheduler.Default);
            }
        }
        catch (Exception e) when (stopping.IsCancellationRequested
            && e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Between two connections the listener may have stopped: it then says that it never started.
            await Task.WhenAll(serving.Keys);
        }
    }
}
