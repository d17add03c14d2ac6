using AgentFunctions.Cloud.Identity;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Payloads;
using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Payloads;

public static class BlobPayloadServiceCollectionExtensions
{
    // The caller waits meanwhile; a run that is told sooner tries again itself.
    private static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(30);
    private const int Retries = 3;

    /// <summary>Payloads and dead letters of streams in Blob Storage. Call it before the application's own services: the first store that is registered counts.</summary>
    public static IServiceCollection AddBlobPayloads(this IServiceCollection services)
    {
        services.AddAzureIdentity();
        services.AddOptions<BlobPayloadOptions>().BindConfiguration(BlobPayloadOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BlobPayloadOptions>, BlobPayloadOptionsValidator>());
        services.TryAddSingleton(static _ => new BlobClientOptions { Retry = { MaxRetries = Retries, NetworkTimeout = AttemptTime } });
        services.TryAddSingleton(Container);
        services.TryAddSingleton<IPayloadStore, BlobPayloadStore>();
        services.TryAddSingleton<IStreamDeadLetters, BlobStreamDeadLetters>();
        return services;
    }

    private static BlobContainerClient Container(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<BlobPayloadOptions>>().Value;
        var client = provider.GetRequiredService<BlobClientOptions>();
        return string.IsNullOrEmpty(options.ConnectionString)
            ? new BlobServiceClient(new Uri(options.Endpoint!), provider.GetRequiredService<TokenCredential>(), client).GetBlobContainerClient(options.Container)
            : new BlobContainerClient(options.ConnectionString, options.Container, client);
    }
}
