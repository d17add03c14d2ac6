using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Events;

public static class EventServiceCollectionExtensions
{
    /// <summary>The embedded event log, unless another <see cref="IEventPublisher"/> is registered. Needs an <see cref="Documents.IDocumentStore"/>.</summary>
    public static IServiceCollection AddEventLog(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IEventLog, DocumentEventLog>();
        services.TryAddSingleton<IEventPublisher>(static provider => provider.GetRequiredService<IEventLog>());
        return services;
    }
}
