using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Gateway.Egress;

public static class EgressServiceCollectionExtensions
{
    /// <summary>Checked outbound connections.</summary>
    public static IServiceCollection AddEgress(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<EgressOptions>()
            .Configure(options =>
            {
                options.AllowPrivate = Environment.GetEnvironmentVariable(EgressOptions.Variable);
                options.InAzure = Environment.GetEnvironmentVariable("WEBSITE_INSTANCE_ID") is { Length: > 0 };
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>());
        services.TryAddSingleton(s =>
            new EgressAddressPolicy(EgressAddressPolicy.TryParse(s.GetRequiredService<IOptions<EgressOptions>>().Value.AllowPrivate, out var exceptions, out _) ? exceptions : []));
        services.TryAddSingleton<IHostResolver, DnsHostResolver>();
        services.TryAddSingleton<EgressConnector>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EgressStartup>());
        return services;
    }
}
