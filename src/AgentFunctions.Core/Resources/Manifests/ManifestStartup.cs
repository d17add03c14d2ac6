using AgentFunctions.Core.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>Before the host takes calls: the default tenant exists and the manifests are applied, or it does not start.</summary>
internal sealed class ManifestStartup(ResourceStore resources, ManifestApplier applier, IOptions<ManifestOptions> options, ILogger<ManifestStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await resources.EnsureTenantAsync(Tenants.Default, cancellationToken);
        if (options.Value.Folder is not { Length: > 0 } folder) return;
        var report = await applier.ApplyFolderAsync(folder, options.Value.Environment, cancellationToken);
        if (!report.IsOk) throw new ManifestException(folder, report.Problems);
        ManifestLog.Applied(logger, report.Applied.Count, report.Unchanged.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
