using AgentFunctions.Core.Events.Intake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Events;

public static class EventServiceCollectionExtensions
{
    /// <summary>The embedded event log and dead letters of streams, unless another <see cref="IEventPublisher"/> is registered. Needs an <see cref="Documents.IDocumentStore"/>.</summary>
    public static IServiceCollection AddEventLog(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEventLog, DocumentEventLog>();
        services.TryAddSingleton<IEventPublisher>(static provider => provider.GetRequiredService<IEventLog>());
        services.TryAddSingleton<IStreamDeadLetters, DocumentStreamDeadLetters>();
        return services;
    }
}
