using Workflows.Api.Backups;
using Workflows.Api.Declared;
using Workflows.Api.Events;
using Workflows.Api.Instances;
using Workflows.Api.Restores;
using Workflows.Api.Routing;
using Workflows.Api.Schedules;
using Workflows.Api.Service;

namespace Workflows.Api;

/// <summary>
/// The one table of all routes. A host hands every request to <see cref="ApiDispatcher"/>: one catch-all on Kestrel, a
/// function for all that begins with <c>/v1</c> on Azure. What else is to be managed adds its routes here.
/// </summary>
public static class ApiRoutes
{
    public static IReadOnlyList<ApiRoute> Create(ApiServices services, ApiLimits limits)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(limits);
        IReadOnlyList<ApiRoute> routes = [];
        return routes =
        [
            .. new ServiceRoutes(services, () => routes).All(),
            .. new BackupRoutes(services, limits).All(),
            .. new HoldRoutes(services, limits).All(),
            .. new RestoreRoutes(services, limits).All(),
            .. new InstanceRoutes(services, limits).All(),
            .. new DeclaredRoutes(services, limits).All(),
            .. new ScheduleRoutes(services, limits).All(),
            .. new EventRoutes(services).All(),
        ];
    }
}
