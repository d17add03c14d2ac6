using AgentFunctions.Core.Resources;
using AgentFunctions.Embedded.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Embedded.Backups.Restoring;

public static class RestrictionJournalServiceCollectionExtensions
{
    /// <summary>Keeps <c>restrictions.jsonl</c> beside the database. Needs the embedded stores and logging.</summary>
    public static IServiceCollection AddRestrictionJournal(this IServiceCollection services)
    {
        services.AddAgentFunctionsResources();
        services.TryAddSingleton(provider => new FileRestrictionJournal(provider.GetRequiredService<SqliteDocumentStore>().DataDirectory));
        services.TryAddSingleton<RestrictionRelay>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RestrictionRelay>(provider => provider.GetRequiredService<RestrictionRelay>()));
        return services;
    }
}
