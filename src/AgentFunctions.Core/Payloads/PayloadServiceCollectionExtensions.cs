using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Payloads;

public static class PayloadServiceCollectionExtensions
{
    /// <summary>Payloads in the document store, unless another <see cref="IPayloadStore"/> is registered before. Needs an <see cref="IDocumentStore"/>.</summary>
    public static IServiceCollection AddAgentFunctionsPayloads(this IServiceCollection services)
    {
        services.TryAddSingleton<PayloadPurge>();
        services.TryAddSingleton<IPayloadStore, DocumentPayloadStore>();
        return services;
    }
}
