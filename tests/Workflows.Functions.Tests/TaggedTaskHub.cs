using DurableTask.Core;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Workflows.Functions.Tests;

/// <summary>
/// The test host's server, which fails to show a sub-orchestration that was not yet begun: it has no tags, not even none.
/// </summary>
internal sealed class TaggedTaskHub(
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers,
    IOrchestrationService service,
    IOrchestrationServiceClient client,
    IOptions<TaskHubGrpcServerOptions> options) : TaskHubGrpcServer(lifetime, loggers, service, client, options)
{
    private readonly IOrchestrationServiceClient client = client;

    public override async Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context)
    {
        if (await client.GetOrchestrationStateAsync(request.InstanceId, executionId: null) is { Tags: null } state)
        {
            state.Tags = new Dictionary<string, string>();
        }

        return await base.GetInstance(request, context);
    }
}
