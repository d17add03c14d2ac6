using AgentFunctions.Core.Documents;
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
        services.TryAddSingleton(static s => new SubjectErasures(s.GetRequiredService<IDocumentStore>(), s.GetServices<ISubjectData>(), s.GetServices<IErasedStorage>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
