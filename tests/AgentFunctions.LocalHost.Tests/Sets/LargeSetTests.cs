using System.Text.Json;
using AgentFunctions.LocalHost.Tests.CommandLine;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Sets;

/// <summary>A set that takes many batches of the store, applied over the command line to a real host.</summary>
public sealed class LargeSetTests(OneHost one) : IClassFixture<OneHost>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Apply_OneBadReferenceAmong500_ChangesNothing_ThenCorrectedIsWhole_ThenIsANoOp()
    {
        var documents = BigSet.Documents("big").ToList();
        var good = documents[321];
        documents[321] = good + "    - big-m999\n";
        _folder.WriteSet(documents, "big");
        var before = await one.Host.ExportAsync();
        var sequence = await one.Host.SequenceAsync();

        var refused = await one.RunAsync(_folder, "apply");

        // Document 321 is the second of file 40: eight lines of the first and a separator come before it, and the bad name is its ninth.
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("part-0/40.yaml:18: spec.models[1] names models/big-m999, which does not exist", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(sequence, await one.Host.SequenceAsync());
        Assert.Equal(before.Keys.Order(), (await one.Host.ExportAsync()).Keys.Order());

        documents[321] = good;
        _folder.WriteSet(documents, "big");
        var applied = await one.RunAsync(_folder, "apply");

        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
        Assert.EndsWith($"500 created, 0 updated, 0 deleted; 0 unchanged. Sequence {sequence + 1}.", applied.Out.Trim(), StringComparison.Ordinal);
        var first = await one.Host.ExportAsync();
        Assert.Equal(before.Count + BigSet.Count, first.Count);

        _folder.WriteSet(documents.AsEnumerable().Reverse(), "big");
        var again = await one.RunAsync(_folder, "apply");

        Assert.Equal((0, "No differences; 500 unchanged."), (again.ExitCode, again.Out.Trim()));
        Assert.Equal(sequence + 1, await one.Host.SequenceAsync());
        Assert.Equal(Tags(first), Tags(await one.Host.ExportAsync()));
        Assert.Equal(0, (await one.RunAsync(_folder, "diff", "--prune")).ExitCode);
    }

    [Fact]
    public async Task Apply_ReversedOrderFromNothing_IsTheSame()
    {
        // Agents before their models before their providers, and every name the other way round within its kind.
        _folder.WriteSet(BigSet.Documents("order").Reverse(), "order");

        var applied = await one.RunAsync(_folder, "apply");

        Assert.Equal((0, ""), (applied.ExitCode, applied.Error));
        var agent = (await one.Host.GetAsync("/api/agents/order-a7")).Ok().Json;
        Assert.Equal(("order", 1), (agent.GetProperty("managedBy").GetString(), agent.GetProperty("version").GetInt32()));
        var change = (await one.Host.ChangesAsync())[^1];
        Assert.Equal(BigSet.Count, change.GetProperty("resources").GetArrayLength());
    }

    private static List<string> Tags(Dictionary<string, JsonElement> resources) =>
        [.. resources.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value.GetProperty("etag").GetString()} {r.Value.GetProperty("version").GetInt64()} {r.Value.GetProperty("updatedAt").GetString()}")];
}
