using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Api.Documents;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Api.Reading;
using Workflows.Api.Results;
using Workflows.Api.Routing;
using Workflows.Api.Runs;
using Workflows.Core.Backups;
using Workflows.Core.Errors;
using Workflows.Core.Plans.Reading;
using Workflows.Core.Restores;
using Workflows.Durable;

namespace Workflows.Api.Instances;

/// <summary><c>/v1/instances</c>: the runs of backups and restores, whatever they are called in the store.</summary>
internal sealed class InstanceRoutes(ApiServices services, ApiLimits limits)
{
    private const int Most = 1000;

    private static readonly ApiAnswer Taken = new(202, "It will be so. The body shows the instance as it is yet.", typeof(InstanceDocument))
    {
        HasLocation = true,
    };

    public IEnumerable<ApiRoute> All() =>
    [
        new("GET", new("/v1/instances"), "listInstances", "Lists instances, by id.", ListAsync)
        {
            Query =
            [
                new("status", "Only those of this status.", Words(Enum.GetNames<OrchestrationStatus>())),
                new("limit", $"How many at most, up to {Most} (default: 100).", new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = Most }),
                new("after", "Only those whose ids follow this one: the next of an earlier list.", new() { ["type"] = "string" }),
            ],
            Answer = new(200, "The instances.", typeof(InstanceListDocument)),
        },
        new("GET", new("/v1/instances/{id}"), "getInstance", "Tells how an instance is and how far.", GetAsync)
        {
            Answer = new(200, "The instance.", typeof(InstanceDocument)),
            Problems = [404],
        },
        new("GET", new("/v1/instances/{id}/result"), "getResult", "Tells what a completed backup or restore came to, as 'backup create' and 'restore create' do.", ResultAsync)
        {
            Answer = new(200, "What 'backup create' or 'restore create' prints.", null),
            Problems = [404, 409],
        },
        Control("suspend", "suspendInstance", "Holds an instance: what is under way completes, and nothing new begins.", services.Instances.SuspendAsync),
        Control("resume", "resumeInstance", "Lets a suspended instance go on.", services.Instances.ResumeAsync),
        Control("terminate", "terminateInstance", "Ends an instance where it is. What it left is removed by deleting what it was to make.", services.Instances.TerminateAsync),
        new("POST", new("/v1/instances/{id}/events/{event}"), "raiseEvent", "Hands an event to an instance.", RaiseAsync)
        {
            Body = new() { ["description"] = "What the event says: any JSON." },
            Answer = Taken,
            Problems = [404, 409],
        },
    ];

    private static JsonObject Words(IEnumerable<string> words) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    private static string? ReadReason(FieldReader fields)
    {
        var reason = fields.Text("reason", "Why: it stands in the instance's history.");
        if (reason?.Length > 1024)
        {
            fields.Report("reason", ["At most 1024 characters are taken here."]);
        }

        return reason;
    }

    private async Task<ApiResponse> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Request.Query;
        var limit = 100;
        if (query.TryGetValue("limit", out var text)
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= Most))
        {
            throw ApiException.Invalid("limit", $"A whole number from 1 to {Most} is expected here.");
        }

        var after = query.GetValueOrDefault("after");
        var found = new List<InstanceDocument>();
        await foreach (var state in services.Instances.QueryAsync(new() { Statuses = StatusesOf(query) }, cancellationToken))
        {
            if (after is not null && string.CompareOrdinal(state.InstanceId, after) <= 0)
            {
                continue;
            }

            if (found.Count == limit)
            {
                return ApiResponse.Of(200, new InstanceListDocument(found) { Next = found[^1].Id });
            }

            found.Add(InstanceView.DocumentOf(state));
        }

        return ApiResponse.Of(200, new InstanceListDocument(found));
    }

    private static IReadOnlyList<OrchestrationStatus>? StatusesOf(IReadOnlyDictionary<string, string> query) =>
        !query.TryGetValue("status", out var text) ? null
            : Enum.GetNames<OrchestrationStatus>().Contains(text, StringComparer.Ordinal) ? [Enum.Parse<OrchestrationStatus>(text)]
            : throw ApiException.Invalid("status", $"One of {string.Join(", ", Enum.GetNames<OrchestrationStatus>())} is expected here.");

    private async Task<ApiResponse> GetAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var state = await RequireAsync(call, cancellationToken);
        var answer = ApiResponse.Of(200, await InstanceView.DocumentOfAsync(services.Instances, state, cancellationToken));
        return state.IsEnded ? answer : answer.With("Retry-After", "2");
    }

    private async Task<ApiResponse> ResultAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var state = await RequireAsync(call, cancellationToken);
        if (state is not { Status: OrchestrationStatus.Completed, Input: { } input, Output: { } output })
        {
            throw new ApiException(
                409,
                ErrorKind.Conflict,
                state.IsEnded
                    ? $"Instance '{state.InstanceId}' has ended without a result: {state.Failure?.Message ?? state.Status.ToString()}"
                    : $"Instance '{state.InstanceId}' is under way.");
        }

        return RunRequest.KindOf(state.InstanceId) switch
        {
            RunKind.Backup => ApiResponse.Of(200, await BackupResult.ReadAsync(
                DurableJson.Read<BackupSpec>(input), DurableJson.Read<BackupSummary>(output), cancellationToken)),
            RunKind.Restore => ApiResponse.Of(200, await RestoreResult.ReadAsync(
                DurableJson.Read<RestoreSpec>(input), DurableJson.Read<RestoreSummary>(output).Name, cancellationToken)),
            _ => throw new ApiException(409, ErrorKind.Conflict, $"Instance '{state.InstanceId}' is neither a backup nor a restore."),
        };
    }

    private ApiRoute Control(
        string verb, string operation, string summary, Func<string, string?, CancellationToken, Task> control) =>
        new("POST", new($"/v1/instances/{{id}}/{verb}"), operation, summary, async (call, cancellationToken) =>
        {
            var hasBody = call.Request.ContentLength is > 0 || call.Request.ContentType is not null;
            var reason = hasBody
                ? await JsonBody.ReadAsync(call.Request, limits.BodyBytes, ReadReason, cancellationToken)
                : null;
            var state = await RequireAtWorkAsync(call, cancellationToken);
            await control(state.InstanceId, reason, cancellationToken);
            return await TakenAsync(state, cancellationToken);
        })
        {
            Body = FieldReader.Describe(fields => ReadReason(fields)),
            Answer = Taken,
            Problems = [404, 409],
        };

    private async Task<ApiResponse> RaiseAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var payload = await JsonBody.ReadJsonAsync(call.Request, limits.BodyBytes, cancellationToken);
        var state = await RequireAtWorkAsync(call, cancellationToken);
        await services.Instances.RaiseEventAsync(state.InstanceId, call.Values["event"], payload, cancellationToken);
        return await TakenAsync(state, cancellationToken);
    }

    private async Task<ApiResponse> TakenAsync(OrchestrationState before, CancellationToken cancellationToken) =>
        ApiResponse.Of(202, InstanceView.DocumentOf(await services.Instances.GetAsync(before.InstanceId, cancellationToken) ?? before))
            .With("Location", InstanceView.PathOf(before.InstanceId));

    /// <summary>Sub-orchestrations are their parents' own: nobody else may hold or end one.</summary>
    private async Task<OrchestrationState> RequireAsync(ApiCall call, CancellationToken cancellationToken) =>
        await services.Instances.GetAsync(call.Values["id"], cancellationToken) is { ParentInstanceId: null } state
            ? state
            : throw new InstanceNotFoundException(call.Values["id"]);

    private async Task<OrchestrationState> RequireAtWorkAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var state = await RequireAsync(call, cancellationToken);
        return state.IsEnded
            ? throw new ApiException(409, ErrorKind.Conflict, $"Instance '{state.InstanceId}' has ended: {state.Status}.")
            : state;
    }
}
