namespace Workflows.Api.Routing;

/// <summary>Which route a request takes.</summary>
/// <param name="Route">Null where there is none.</param>
/// <param name="Values">What the path says.</param>
/// <param name="Allowed">The methods that the path does take, where it takes others.</param>
public sealed record ApiMatch(ApiRoute? Route, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Allowed)
{
    /// <summary>Whether anybody may ask.</summary>
    public bool IsPublic => Route?.IsPublic ?? false;
}
