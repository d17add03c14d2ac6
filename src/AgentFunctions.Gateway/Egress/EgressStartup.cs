using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Egress;

/// <summary>Says at the start what outbound traffic may reach beyond the public internet.</summary>
internal sealed partial class EgressStartup(EgressAddressPolicy policy, ILogger<EgressStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var exception in policy.Exceptions) Allowed(logger, exception.ToString());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Outbound traffic may reach the private address {Address} (AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE)")]
    private static partial void Allowed(ILogger logger, string address);
}
