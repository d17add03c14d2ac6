using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.Tests.Resources;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>What is taken away reaches the journal, at a cost that does not grow with what was taken away before.</summary>
public sealed class RestrictionRelayTests : RestoreTestBase
{
    [Fact]
    public async Task Turn_AfterTheFirst_ReadsWhatIsRecentOnly()
    {
        await using var host = await SeedAsync();
        await RotateAsync(host, 5);
        Time.Advance(TimeSpan.FromHours(2));
        var read = 0;
        using var relay = Relay(host, new FaultyDocumentStore(host.Store) { AfterQuery = page => read += page.Items.Count });
        await relay.BeginAsync(None);
        await relay.TurnAsync(None);
        Assert.Equal(5, read);
        read = 0;

        await RotateAsync(host, 1);
        await relay.TurnAsync(None);
        Assert.Equal(1, read);
        Time.Advance(TimeSpan.FromHours(2));
        await RotateAsync(host, 1);
        await relay.TurnAsync(None);

        Assert.Equal(3, read);
        Assert.Equal(7, await LinesAsync());
    }

    [Fact]
    public async Task Turn_AfterAnUnexpectedFailure_CopiesInTheNextOne()
    {
        await using var host = await SeedAsync();
        await RotateAsync(host, 1);
        var failures = 1;
        using var relay = Relay(host, new FaultyDocumentStore(host.Store) { Before = () => failures-- > 0 ? throw new InvalidOperationException("The test's.") : Task.CompletedTask });
        await relay.BeginAsync(None);
        await relay.TurnAsync(None);
        Assert.Empty(new FileRestrictionJournal(Folder.Data).Read());

        await relay.TurnAsync(None);

        Assert.Single(new FileRestrictionJournal(Folder.Data).Read());
    }

    [Fact]
    public async Task Turn_AfterALongFailure_CopiesWhatWasTakenAwayMeanwhile()
    {
        await using var host = await SeedAsync();
        var store = new FaultyDocumentStore(host.Store);
        using var relay = Relay(host, store);
        await relay.BeginAsync(None);
        await relay.TurnAsync(None);
        store.Fails = true;
        await RotateAsync(host, 2);
        await relay.TurnAsync(None);
        Time.Advance(TimeSpan.FromHours(5));
        store.Fails = false;

        await relay.TurnAsync(None);
        await relay.TurnAsync(None);

        Assert.Equal(2, await LinesAsync());
    }

    [Fact]
    public async Task Turn_ClockSetBack_CopiesAllTheSame()
    {
        await using var host = await SeedAsync();
        using var relay = Relay(host, host.Store);
        await relay.BeginAsync(None);
        await RotateAsync(host, 1);
        await relay.TurnAsync(None);
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromHours(5));
        await RotateAsync(host, 1);

        await relay.TurnAsync(None);

        Assert.Equal(2, new FileRestrictionJournal(Folder.Data).Read().Count);
    }

    private async Task<int> LinesAsync() => (await File.ReadAllLinesAsync(Path.Combine(Folder.Data, "restrictions.jsonl"))).Count(line => line.Length > 0);

    private static async Task RotateAsync(ControlHost host, int times)
    {
        for (var i = 0; i < times; i++) await host.RotateAsync("unused", TimeSpan.Zero);
    }

    private RestrictionRelay Relay(ControlHost host, IDocumentStore store) => new(
        store, host.Get<ITenantDirectory>(), host.Get<ResourceChanges>(), new FileRestrictionJournal(Folder.Data), Time, NullLogger<RestrictionRelay>.Instance);
}
