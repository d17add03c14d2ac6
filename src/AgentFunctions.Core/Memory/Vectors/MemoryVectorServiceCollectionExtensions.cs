using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Memory.Vectors;

/// <summary>Registers the vectors of memory.</summary>
public static class MemoryVectorServiceCollectionExtensions
{
    /// <summary>For a store that searches by vectors: records of agents with a model for them get theirs. Needs memory's store; without an <see cref="IEmbedder"/> nothing is done.</summary>
    /// <param name="services">The services.</param>
    /// <param name="space">What the store's index takes.</param>
    public static IServiceCollection AddMemoryVectors(this IServiceCollection services, Func<IServiceProvider, MemoryVectorSpace> space)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(space);
        services.TryAddSingleton(space);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, MemoryVectorJob>(static s => new MemoryVectorJob(
            s.GetRequiredService<ITenantDirectory>(), s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<MemoryFiles>(), s.GetRequiredService<MemoryVectorSpace>(),
            s.GetRequiredService<ILogger<MemoryVectorJob>>(), s.GetService<IEmbedder>())));
        return services;
    }
}
