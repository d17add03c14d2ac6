using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Inventory.Review;
using AgentFunctions.Core.Inventory.Subjects;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Inventory;

internal static class InventoryServiceCollectionExtensions
{
    /// <summary>Inventory and access review; part of the resources.</summary>
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.TryAddSingleton<SubjectKeys>();
        services.TryAddSingleton(s => new InventoryReader(
            s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<IControlPlane>(), s.GetRequiredService<LastUses>(), s.GetRequiredService<SubjectKeys>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new AccessReviewReader(
            s.GetRequiredService<ResourceDocuments>(), s.GetRequiredService<IControlPlane>(), s.GetRequiredService<SubjectKeys>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }
}
