using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.LocalHost.CommandLine;
using AgentFunctions.LocalHost.Data;

namespace AgentFunctions.LocalHost.Startup;

/// <summary>What happens before the host listens: the data folder is brought to the current format, manifests are applied and the demo key is made, one process at a time on a data folder.</summary>
internal sealed class StartupPreparation(
    ManifestApplier manifests, DemoKey demoKey, MissingSecrets missingSecrets, DataFolder folder, AdminKey adminKey, IEnumerable<IDataMigration> migrations, IDocumentStore store, TimeProvider time)
{
    private static readonly string DemoManifests = Path.Combine(AppContext.BaseDirectory, "Manifests", "demo");

    public async Task<PreparedStart> RunAsync(LocalHostArguments arguments, CancellationToken cancellationToken)
    {
        await using var alone = await FolderLock.TakeAsync(folder.FullPath, cancellationToken);
        await DataFolderFormat.PrepareAsync(folder.FullPath, [.. migrations], store, time, cancellationToken);
        var applied = await ApplyAsync(arguments.ManifestsFolder, cancellationToken);
        var demo = await demoKey.PrepareAsync(cancellationToken);
        return new PreparedStart(applied, adminKey.Place, demo, await missingSecrets.FindAsync(cancellationToken));
    }

    private async Task<string> ApplyAsync(string? manifestsFolder, CancellationToken cancellationToken)
    {
        if (manifestsFolder is not null && !Directory.Exists(manifestsFolder))
            throw new StartupException($"The manifests folder {manifestsFolder} does not exist. Name another with --manifests, or leave it out for the demo set.");

        var report = await manifests.ApplyFolderAsync(manifestsFolder ?? DemoManifests, cancellationToken);
        if (!report.IsOk)
        {
            var lines = report.Problems.Select(static problem => $"  {problem.File}: {problem.Path}: {problem.Message}");
            throw new StartupException("The manifests have mistakes; nothing was started." + Environment.NewLine + string.Join(Environment.NewLine, lines));
        }

        return $"{manifestsFolder ?? "demo set"} ({report.Applied.Count} applied, {report.Unchanged.Count} unchanged)";
    }
}
