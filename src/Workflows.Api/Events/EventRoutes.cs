using System.Net.Mime;
using System.Text.Json.Nodes;
using Workflows.Activities.Events.Incoming;
using Workflows.Api.Declared;
using Workflows.Api.Documents;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Api.Reading;
using Workflows.Api.Routing;
using Workflows.Core.Errors;
using Workflows.Core.Events;

namespace Workflows.Api.Events;

/// <summary><c>/v1/events</c>: what happens elsewhere, for the declared rules.</summary>
internal sealed class EventRoutes(ApiServices services)
{
    private const int LongestOrigin = 253;
    private const string SpecVersion = $"{ApiHeaders.EventPrefix}specversion";
    private const string Validation = "Microsoft.EventGrid.SubscriptionValidationEvent";
    private const string CloudEvents = "application/cloudevents";

    public IEnumerable<ApiRoute> All() =>
    [
        new("POST", new("/v1/events"), "takeEvents", "Does what the declared rules say about events. One that comes again starts nothing again.", TakeAsync)
        {
            Body = new()
            {
                ["description"] = "A CloudEvent 1.0 or an event of Event Grid's schema, or a list of them, as application/json, "
                    + "application/cloudevents+json or application/cloudevents-batch+json; or the data of a CloudEvent whose attributes are headers.",
                ["type"] = new JsonArray("object", "array"),
            },
            IsBodyRequired = true,
            Answer = new(200, "What was done.", typeof(EventReportDocument)),
        },
        new("OPTIONS", new("/v1/events"), "allowEvents", "Permits to send events, as CloudEvents' webhooks ask it. Each takes the token all the same.", AllowAsync)
        {
            IsPublic = true,
            Answer = new(200, "They may be sent.", typeof(WebhookDocument)),
        },
    ];

    private async Task<ApiResponse> TakeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var events = await ReadAsync(call.Request, cancellationToken);
        if (CodeIn(events) is { } code)
        {
            return ApiResponse.Of(200, new EventReportDocument([]) { ValidationResponse = code });
        }

        if (services.FindObstacle() is { } obstacle)
        {
            throw new WorkflowsException(ErrorKind.Unavailable, obstacle);
        }

        var report = await Intake().AcceptAsync(events, cancellationToken);
        services.TellOfEvents(report);
        return report.TryAgain is { } why
            ? throw new WorkflowsException(ErrorKind.Unavailable, $"Send this again; what is done is not done twice. {why}")
            : ApiResponse.Of(200, EventReportDocument.Of(report));
    }

    private EventIntake Intake()
    {
        var declared = new DeclaredStore(services);
        return new(declared.Catalog, declared.Specs, services.Instances, declared.Stores);
    }

    private static async Task<IReadOnlyList<ReceivedEvent>> ReadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadBytesAsync(request, EventReader.MostBytes, cancellationToken);
        var type = TypeOf(request.ContentType);
        var isStructured = type?.StartsWith(CloudEvents, StringComparison.OrdinalIgnoreCase) ?? false;
        if (!isStructured && request.Headers.ContainsKey(SpecVersion))
        {
            return [EventReader.ReadBinary(name => Attribute(request, name), body)];
        }

        return isStructured || MediaTypeNames.Application.Json.Equals(type, StringComparison.OrdinalIgnoreCase)
            ? EventReader.Read(body)
            : throw new ApiException(
                415, ErrorKind.Usage, "Events are taken as application/json, application/cloudevents+json or application/cloudevents-batch+json.");
    }

    /// <summary>In a header, what is not ASCII is percent-encoded (CloudEvents' HTTP binding).</summary>
    private static string? Attribute(ApiRequest request, string name) =>
        request.Headers.TryGetValue($"{ApiHeaders.EventPrefix}{name}", out var value) ? Uri.UnescapeDataString(value) : null;

    /// <summary>What Event Grid wants to be told before it delivers anything; null where it asks for nothing.</summary>
    private static string? CodeIn(IReadOnlyList<ReceivedEvent> events) =>
        events is [{ Type: Validation } asked] ? asked.DataAt("validationCode") : null;

    private static string? TypeOf(string? contentType)
    {
        try
        {
            return contentType is null ? null : new ContentType(contentType).MediaType;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whoever asks may ask anybody's name: nothing is taken from who has no token.</summary>
    private Task<ApiResponse> AllowAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var origin = call.Request.Headers.GetValueOrDefault(ApiHeaders.WebhookOrigin, "");
        if (origin.Length is 0 or > LongestOrigin || !origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '*' or ':'))
        {
            throw ApiException.Invalid("WebHook-Request-Origin", "This header names who wants to send events: a DNS name is expected.");
        }

        var answer = ApiResponse.Of(200, new WebhookDocument(origin)).With("WebHook-Allowed-Origin", origin).With("Allow", "POST, OPTIONS");
        return Task.FromResult(call.Request.Headers.ContainsKey(ApiHeaders.WebhookRate) ? answer.With("WebHook-Allowed-Rate", "*") : answer);
    }
}
