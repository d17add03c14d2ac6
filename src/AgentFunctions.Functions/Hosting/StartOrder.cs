using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Functions.Hosting;

/// <summary>Puts the application's services around the servers: they start before the first request can arrive and stop after the last one has left.</summary>
internal static class StartOrder
{
    /// <summary>
    /// Runs <paramref name="add"/> and moves the hosted services that were registered before it (the worker's connection to the host and its server) behind those it added. Hosted
    /// services start in order of registration and stop in reverse; the worker registers its own first.
    /// </summary>
    public static IServiceCollection AddBeforeServers(this IServiceCollection services, Action<IServiceCollection> add)
    {
        var servers = services.Where(descriptor => descriptor.ServiceType == typeof(IHostedService)).ToList();
        add(services);
        foreach (var server in servers)
        {
            services.Remove(server);
            services.Add(server);
        }

        return services;
    }
}
