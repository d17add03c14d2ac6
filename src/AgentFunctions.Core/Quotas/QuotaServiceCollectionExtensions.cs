using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas.States;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Usage.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Quotas;

internal static class QuotaServiceCollectionExtensions
{
    /// <summary>Where quotas stand. Needs the resources and, once it is asked, an <see cref="ILedger"/>.</summary>
    public static IServiceCollection AddQuotas(this IServiceCollection services)
    {
        services.TryAddSingleton<RollupReader>();
        services.TryAddSingleton<IBurnRate, RecentBurnRate>();
        services.TryAddSingleton(s => new QuotaStates(
            s.GetRequiredService<ResourceStore>(), s.GetRequiredService<IControlPlane>(), s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<ILedger>(), s.GetRequiredService<IBurnRate>(),
            s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
