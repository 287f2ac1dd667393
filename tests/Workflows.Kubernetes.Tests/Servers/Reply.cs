using System.Net.WebSockets;
using System.Text;

namespace Workflows.Kubernetes.Tests.Servers;

/// <summary>What the fault server does with one request.</summary>
public sealed record Reply
{
    public int Status { get; init; } = 200;

    public byte[] Body { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Send only this many bytes of the body, then end the connection.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Announce no length: the body ends with the connection.</summary>
    public bool UntilClose { get; init; }

    public bool CloseWithoutAnswer { get; init; }

    public bool Reset { get; init; }

    /// <summary>Never answer (or, with a cut, never go on).</summary>
    public bool Hang { get; init; }

    /// <summary>End the connection after a whole answer.</summary>
    public bool CloseAfter { get; init; }

    /// <summary>Become a WebSocket of this protocol, and what then happens on it.</summary>
    public (string Protocol, Func<WebSocket, CancellationToken, Task> Talk)? Upgrade { get; init; }

    public static Reply Json(string json, int status = 200) =>
        new() { Status = status, Body = Encoding.UTF8.GetBytes(json), Headers = [("Content-Type", "application/json")] };

    public static Reply Failure(int code, string reason = "", string message = "no", string details = "{}") => Json(
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{{message}}","reason":"{{reason}}","details":{{details}},"code":{{code}}}""",
        code);

    public Reply With(string header, string value) => this with { Headers = [.. Headers, (header, value)] };
}
