using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Store.Deciding;
using AgentFunctions.Core.Memory.Store.Marks;
using AgentFunctions.Core.Memory.Store.Reading;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Erasing;
using AgentFunctions.Core.Memory.Store.Upkeep;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Verdicts;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subjects.Barrier;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Store;

public static class MemoryStoreServiceCollectionExtensions
{
    /// <summary>Writes, reads, judges and erases memory. Needs an <see cref="IDocumentStore"/> and logging.</summary>
    public static IServiceCollection AddMemoryStore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MemoryOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryOptions>, MemoryOptionsValidator>());
        services.TryAddSingleton<MemoryFiles>();
        services.TryAddSingleton<MemoryMarks>();
        services.TryAddSingleton<MemoryMarkCare>();
        services.TryAddSingleton<MemoryAlike>();
        services.TryAddSingleton<MemoryPlanner>();
        services.TryAddSingleton<MemoryTallies>();
        services.TryAddSingleton<MemoryExperiences>();
        services.TryAddSingleton<MemoryRemoval>();
        services.TryAddSingleton<MemoryCare>();
        services.TryAddSingleton<MemoryGiven>();
        services.TryAddSingleton(static s => new MemoryUses(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<MemoryFiles>(), s.GetRequiredService<MemoryGiven>(), s.GetRequiredService<IOptions<MemoryOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static s => new MemoryGivenLabels(s.GetRequiredService<MemoryFiles>()));
        services.TryAddSingleton(static s => new HandleExpansion(s.GetRequiredService<HandleStore>(), s.GetRequiredService<MemoryUses>()));
        services.TryAddSingleton(static s => new MemoryWriter(s.GetRequiredService<MemoryFiles>(), s.GetRequiredService<MemoryPlanner>(), s.GetRequiredService<MemoryUses>(), s.GetRequiredService<MemoryTallies>(), s.GetRequiredService<ErasureBarrier>()));
        services.TryAddSingleton(static s => new MemoryReader(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<MemoryFiles>()));
        services.TryAddSingleton(static s => new MemoryOutcomes(
            s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<MemoryFiles>(), s.GetRequiredService<MemoryExperiences>(), s.GetRequiredService<MemoryMarks>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static s => new MemoryDecisions(
            s.GetRequiredService<MemoryFiles>(), s.GetRequiredService<MemoryPlanner>(), s.GetRequiredService<MemoryAlike>(), s.GetRequiredService<MemoryRemoval>(), s.GetRequiredService<MemoryMarks>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRunVerdictListener, MemoryVerdicts>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, MemorySubjectData>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, MemoryGivenData>());
        return services.AddSubjects();
    }

    /// <summary>Consolidates and forgets, reads sessions for facts, writes how often records are used, and finishes erasures that were broken off.</summary>
    public static IServiceCollection AddMemoryUpkeep(this IServiceCollection services)
    {
        services.AddMemoryStore().AddAgentFunctionsResources().AddAgentFunctionsSessions().AddAgentFunctionsJobs();
        services.TryAddSingleton<SessionExtraction>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MemoryUseFlusher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, MemoryConsolidationJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, SessionExtractionJob>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, SubjectErasureJob>());
        return services;
    }
}
