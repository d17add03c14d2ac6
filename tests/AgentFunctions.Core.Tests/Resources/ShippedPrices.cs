using AgentFunctions.Core.Resources;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Resources;

/// <summary>The price list in manifests/prices, applied to an empty tenant on the day of the research that its files name.</summary>
public sealed class ShippedPrices : IAsyncLifetime
{
    public const string FolderName = "prices";

    public static readonly DateTimeOffset Researched = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    public static string Folder { get; } = Path.Combine(ShippedManifests.Root, "manifests", FolderName);

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.yaml").Where(f => Path.GetFileName(f) != "agentfunctions.yaml").Order(StringComparer.Ordinal);

    internal ControlPlaneView View { get; private set; } = null!;

    /// <summary>A view is a snapshot: it needs its instance no longer.</summary>
    public async Task InitializeAsync()
    {
        await using var instance = new ControlInstance(time: new FakeTimeProvider(Researched));
        View = await ApplyAsync(instance);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Reads, checks and applies the whole folder; the only place here that knows how manifests are read.</summary>
    internal static async Task<ControlPlaneView> ApplyAsync(ControlInstance instance)
    {
        var report = await instance.Manifests.ApplyFolderAsync(Folder, CancellationToken.None);
        Assert.Empty(report.Problems);
        return (await instance.ViewAsync())!;
    }
}
