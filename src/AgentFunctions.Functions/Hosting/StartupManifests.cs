using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Manifests;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Hosting;

/// <summary>Before the first request: the default tenant exists and the manifests, if a folder of them is named, are applied. Manifests with mistakes stop the start.</summary>
internal sealed partial class StartupManifests(
    ResourceStore resources, ManifestApplier manifests, IOptions<EngineOptions> options, ILogger<StartupManifests> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ManifestsPath is not { } folder)
        {
            await resources.EnsureTenantAsync(Tenants.Default, cancellationToken);
            return;
        }

        var report = await manifests.ApplyFolderAsync(folder, cancellationToken);
        if (!report.IsOk)
            throw new InvalidOperationException($"The manifests named by AgentFunctions__Manifests have mistakes; nothing was started.{Environment.NewLine}{string.Join(Environment.NewLine, report.Problems)}");
        LogApplied(logger, folder, report.Applied.Count, report.Unchanged.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "Manifests of {Folder}: {Applied} applied, {Unchanged} unchanged")]
    private static partial void LogApplied(ILogger logger, string folder, int applied, int unchanged);
}
