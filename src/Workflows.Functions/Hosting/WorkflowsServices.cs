using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities;
using Workflows.Activities.Events.Outgoing;
using Workflows.Durable;
using Workflows.Functions.Durable;
using Workflows.Functions.Events;
using Workflows.Functions.Http;
using Workflows.Functions.Timers;
using Workflows.Orchestrations;

namespace Workflows.Functions.Hosting;

/// <summary>The product's parts, put together for the function app.</summary>
public static class WorkflowsServices
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services, AppSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<OpenStores>(_ => new())
            .AddSingleton(provider => new ActivityServices(provider.GetRequiredService<TimeProvider>())
            {
                Host = settings.Host,
                Stores = provider.GetRequiredService<OpenStores>(),
                Events = settings.Events is { } told ? EventEndpoint.Open(told.Address, told.TokenFile) : null,
            })
            .AddSingleton(provider => new DurableRegistry()
                .AddWorkflowsOrchestrations()
                .AddWorkflowsActivities(provider.GetRequiredService<ActivityServices>()))
            .AddSingleton<HostedTasks>()
            .AddSingleton<TaskHub>()
            .AddSingleton<ManagementApi>()
            .AddSingleton<DueWork>()
            .AddSingleton<EventWork>();
    }
}
