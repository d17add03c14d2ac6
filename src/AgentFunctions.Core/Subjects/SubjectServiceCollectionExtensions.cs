using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subjects.Barrier;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Subjects;

public static class SubjectServiceCollectionExtensions
{
    /// <summary>Export and erasure of subjects over every registered <see cref="ISubjectData"/>. Needs an <see cref="IDocumentStore"/>.</summary>
    public static IServiceCollection AddSubjects(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SubjectExport>();
        services.AddErasureBarrier();
        services.TryAddSingleton(static s => new SubjectErasures(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<ErasureBarrier>(), s.GetServices<ISubjectData>(), s.GetServices<IErasedStorage>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>For whoever keeps content of people. Needs an <see cref="IDocumentStore"/>.</summary>
    internal static IServiceCollection AddErasureBarrier(this IServiceCollection services)
    {
        services.TryAddSingleton(static s => new ErasureBarrier(s.GetRequiredService<IDocumentStore>()));
        return services;
    }
}
