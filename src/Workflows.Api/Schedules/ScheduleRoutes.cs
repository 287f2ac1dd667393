using System.Text.Json.Nodes;
using Workflows.Activities.Schedules;
using Workflows.Api.Backups;
using Workflows.Api.Declared;
using Workflows.Api.Documents;
using Workflows.Api.Errors;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Api.Reading;
using Workflows.Api.Routing;
using Workflows.Archive.Catalog;
using Workflows.Core.Plans;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Schedules;

namespace Workflows.Api.Schedules;

/// <summary><c>/v1/schedules</c>: what <c>schedule get</c>, <c>trigger</c>, <c>pause</c> and <c>unpause</c> do.</summary>
internal sealed class ScheduleRoutes(ApiServices services, ApiLimits limits)
{
    private const string Kind = "kind";

    private static readonly string[] Kinds = [ResourceKind.Schedule.Singular, ResourceKind.BackupPlan.Singular];

    private static readonly ApiQuery OfKind = new(
        Kind,
        "The kind of the resource that the schedule stands in, where a Schedule and a BackupPlan with one of its own have the name.",
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. Kinds.Select(kind => JsonValue.Create(kind))]) });

    private static readonly ApiQuery OfPlan = new("plan", "Only the schedules of this backup plan. Default: all.", new() { ["type"] = "string" });

    public IEnumerable<ApiRoute> All() =>
    [
        new("GET", new("/v1/schedules"), "listSchedules", "Lists schedules, the plans' own included, and when they are due next.", ListAsync)
        {
            Query = [OfPlan],
            Answer = new(200, "The schedules.", typeof(ScheduleListDocument)),
            Problems = [404],
        },
        new("POST", new("/v1/schedules/{name}/trigger"), "triggerSchedule", "Begins a backup by a schedule's plan, beside what comes due.", TriggerAsync)
        {
            Query = [OfKind],
            Body = FieldReader.Describe(fields => ReadName(fields)),
            Answer = new(202, "It has begun, or had. Location tells how it goes.", typeof(InstanceDocument)) { HasLocation = true },
            Problems = [404, 409, 502],
        },
        Pause("pause", "pauseSchedule", "Starts nothing by a schedule any more.", pause: true),
        Pause("unpause", "unpauseSchedule", "Starts again what comes due by a schedule.", pause: false),
    ];

    private static string? ReadName(FieldReader fields) => SharedFields.OptionalName(
        fields, "name", "The backup's name, new in the store, so that the request can be repeated. Default: the plan's name with the time.");

    private ApiRoute Pause(string verb, string operation, string summary, bool pause) =>
        new("POST", new($"/v1/schedules/{{name}}/{verb}"), operation, summary, async (call, cancellationToken) =>
        {
            var catalog = new DeclaredStore(services).Catalog;
            var seen = await FindAsync(catalog, call, cancellationToken);
            var change = await new DeclaredSchedules(catalog).SetPausedAsync(seen, pause, cancellationToken);
            return ApiResponse.Of(200, AppliedResourceDocument.Of(change));
        })
        {
            Query = [OfKind],
            Answer = new(200, "It is so.", typeof(AppliedResourceDocument)),
            Problems = [404, 409],
        };

    private async Task<ApiResponse> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var declared = new DeclaredStore(services);
        var list = new ScheduleList(services.Store, declared.Stores.Get(services.Store), declared.Catalog, services.Time);
        return ApiResponse.Of(200, await list.ReadAsync(call.Request.Query.GetValueOrDefault(OfPlan.Name), cancellationToken));
    }

    private async Task<ApiResponse> TriggerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var name = call.Request.HasBody ? await JsonBody.ReadAsync(call.Request, limits.BodyBytes, ReadName, cancellationToken) : null;
        var plan = DeclaredSchedules.PlanOf(await FindAsync(new DeclaredStore(services).Catalog, call, cancellationToken));
        return await new BackupStart(services).ByPlanAsync(plan, name ?? RunName.For(plan, services.Time.GetUtcNow()), cancellationToken);
    }

    /// <exception cref="NothingFoundException">There is no such schedule.</exception>
    /// <exception cref="ApiException">There are two.</exception>
    private async Task<StoredResource> FindAsync(ResourceCatalog catalog, ApiCall call, CancellationToken cancellationToken)
    {
        var name = call.NameOf("schedule");
        var asked = call.Request.Query.GetValueOrDefault(Kind);
        if (asked is not null && !Kinds.Contains(asked, StringComparer.Ordinal))
        {
            throw ApiException.Invalid(Kind, $"One of {string.Join(", ", Kinds)} is expected here.");
        }

        var found = await new DeclaredSchedules(catalog).FindAsync(asked is null ? null : ResourceKind.Find(asked), name, cancellationToken);
        return found switch
        {
            [var only] => only,
            [] => throw new NothingFoundException($"There is no schedule '{name}' in {services.Store}."),
            _ => throw ApiException.Invalid(Kind, $"'{name}' is a Schedule and a BackupPlan with one of its own: say which."),
        };
    }
}
