using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.LocalHost.CommandLine;
using AgentFunctions.LocalHost.Data;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>What happens before the host listens: the data folder is brought to the current format, manifests are applied and the demo key is made, one process at a time on a data folder.</summary>
internal sealed class StartupPreparation(
    ManifestApplier manifests, DemoKey demoKey, MissingSecrets missingSecrets, DataFolder folder, AdminKey adminKey, IReadOnlyList<IDataMigration> migrations, IDocumentStore store, TimeProvider time)
{
    private static readonly string DemoManifests = Path.Combine(AppContext.BaseDirectory, "Manifests", "demo");
    private static readonly string PriceManifests = Path.Combine(AppContext.BaseDirectory, "Manifests", "prices");

    public async Task<PreparedStart> RunAsync(LocalHostArguments arguments, CancellationToken cancellationToken)
    {
        await using var alone = await FolderLock.TakeAsync(folder.FullPath, cancellationToken);
        await DataFolderFormat.PrepareAsync(folder.FullPath, migrations, store, time, cancellationToken);
        var applied = await ApplyAsync(arguments.ManifestsFolder, arguments.Environment, cancellationToken);
        var demo = await demoKey.PrepareAsync(cancellationToken);
        return new PreparedStart(applied, adminKey.Place, demo, await missingSecrets.FindAsync(cancellationToken));
    }

    private async Task<string> ApplyAsync(string? manifestsFolder, string? environment, CancellationToken cancellationToken)
    {
        if (manifestsFolder is not null && !Directory.Exists(manifestsFolder))
            throw new StartupException($"The manifests folder {manifestsFolder} does not exist. Name another with --manifests, or leave it out for the demo set.");

        // First, because the manifests may name prices of the list.
        await ApplyAsync(PriceManifests, null);
        var report = await ApplyAsync(manifestsFolder ?? DemoManifests, environment);
        return $"{manifestsFolder ?? "demo set"}{(environment is null ? "" : $", environment {environment}")} ({report.Applied.Count} applied, {report.Unchanged.Count} unchanged)";

        async Task<ManifestReport> ApplyAsync(string source, string? overlay)
        {
            var done = await manifests.ApplyFolderAsync(source, overlay, cancellationToken);
            if (done.IsOk) return done;
            var lines = done.Problems.Select(static problem => $"  {problem}");
            throw new StartupException("The manifests have mistakes; nothing was started." + Environment.NewLine + string.Join(Environment.NewLine, lines));
        }
    }
}
