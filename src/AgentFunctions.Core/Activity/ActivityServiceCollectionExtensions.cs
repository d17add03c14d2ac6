using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Feed;
using AgentFunctions.Core.Resources.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Activity;

public static class ActivityServiceCollectionExtensions
{
    /// <summary>Counts calls and reads what was counted. Reading and writing need an <see cref="IDocumentStore"/>; nothing is written until somebody calls <see cref="ActivityWriter.FlushAsync"/>.</summary>
    public static IServiceCollection AddActivity(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ActivityOptions>();
        services.TryAddSingleton<ActivityRecorder>();
        services.TryAddSingleton(s => new ActivityWriter(
            s.GetRequiredService<ActivityRecorder>(), s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IOptions<ActivityOptions>>()));
        services.TryAddSingleton<ActivityPurge>();
        services.TryAddSingleton(s => new LastUses(s.GetRequiredService<IDocumentStore>()));
        services.TryAddSingleton(s => new ActivityReader(
            s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<LastUses>(), s.GetRequiredService<ChangeFeed>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Writes what was counted every second and when the host stops.</summary>
    public static IServiceCollection AddActivityFlush(this IServiceCollection services)
    {
        services.AddActivity();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ActivityFlusher>());
        return services;
    }
}
