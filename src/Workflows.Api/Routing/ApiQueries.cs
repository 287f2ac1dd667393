using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Archive.Format;

namespace Workflows.Api.Routing;

/// <summary>What routes have in common to read from paths and queries.</summary>
internal static class ApiQueries
{
    private const string DetailsName = "details";

    public static ApiQuery Details { get; } = new(DetailsName, "Whether every object is listed. Default: false.", new() { ["type"] = "boolean" });

    /// <exception cref="ApiException">It says neither.</exception>
    public static bool WantsDetails(ApiRequest request) => request.Query.GetValueOrDefault(DetailsName) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw ApiException.Invalid(DetailsName, "true or false is expected here."),
    };

    /// <summary>The name in the path.</summary>
    /// <exception cref="ApiException">It can name nothing.</exception>
    public static string NameOf(this ApiCall call, string what) => call.Values["name"] is var name && BackupName.IsValid(name)
        ? name
        : throw ApiException.Invalid("name", $"This can't be the name of a {what}: lower-case letters, digits, '-' and '.' are taken.");
}
