namespace Workflows.Clouds.Http;

/// <summary>One request to a cloud.</summary>
/// <param name="What">What it is for, to end a sentence: "to ask Azure for …".</param>
/// <param name="Host">Who is asked, for messages.</param>
/// <param name="Create">Makes the request, anew for each try: signatures hold for a time.</param>
internal sealed record CloudCall(string What, string Host, Func<HttpRequestMessage> Create)
{
    /// <summary>What to do about a refusal, as sentences; null for what is said of any.</summary>
    public Func<CloudRefusal, string?> Advise { get; init; } = _ => null;

    /// <summary>What a refusal means where its status does not tell; null for what it means anywhere.</summary>
    public Func<CloudRefusal, Exception?> Translate { get; init; } = _ => null;

    /// <summary>Tries in all, where the other side is too busy or the connection broke.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>How long one try may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>An answer that is none.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The cloud's own code; null where it gave none that can be quoted.</param>
internal sealed record CloudRefusal(int Status, string? Code)
{
    public bool IsTransient => Status is 408 or 429 or >= 500;

    public override string ToString() => Code is null ? $"HTTP {Status}" : $"HTTP {Status} {Code}";
}
