using Workflows.Api.Documents;
using Workflows.Api.Http;
using Workflows.Api.Reading;
using Workflows.Api.Routing;
using Workflows.Api.Stores;
using Workflows.Core.Plans.Reading;

namespace Workflows.Api.Backups;

/// <summary><c>/v1/backups/{name}/hold</c> and <c>/release</c>: what <c>backup hold</c> and <c>backup release</c> do.</summary>
internal sealed class HoldRoutes(ApiServices services, ApiLimits limits)
{
    public IEnumerable<ApiRoute> All() =>
    [
        new(
            "POST",
            new("/v1/backups/{name}/hold"),
            "holdBackup",
            "Puts a backup under a legal hold: nobody deletes it until that is released. The same again changes nothing.",
            HoldAsync)
        {
            Body = FieldReader.Describe(fields => ReadReason(fields)),
            Answer = new(200, "It is held.", typeof(HoldDocument)),
            Problems = [404, 409, 502],
        },
        new("POST", new("/v1/backups/{name}/release"), "releaseBackup", "Lifts a backup's legal hold.", ReleaseAsync)
        {
            Answer = new(200, "It is held no more.", typeof(HoldDocument)),
            Problems = [404, 409, 502],
        },
    ];

    private static string? ReadReason(FieldReader fields)
    {
        var reason = fields.Text("reason", "Why, for those who find it. Default: what was said before, or nothing.");
        fields.Report("reason", reason is null || BackupProtection.IsReason(reason) ? [] : [BackupProtection.ReasonExpected]);
        return reason;
    }

    private async Task<ApiResponse> HoldAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var name = call.NameOf("backup");
        var reason = call.Request.HasBody ? await JsonBody.ReadAsync(call.Request, limits.BodyBytes, ReadReason, cancellationToken) : null;
        return ApiResponse.Of(200, await Protection().HoldAsync(name, services.Host, reason, cancellationToken));
    }

    private async Task<ApiResponse> ReleaseAsync(ApiCall call, CancellationToken cancellationToken) =>
        ApiResponse.Of(200, await Protection().ReleaseAsync(call.NameOf("backup"), cancellationToken));

    private BackupProtection Protection() => new(services.Store, services.Time);
}
