using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Sessions;

public sealed class SessionBinderTests
{
    private static readonly RunsOptions Settings = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultyDocumentStore _store;
    private readonly SessionBinder _binder;

    public SessionBinderTests()
    {
        _store = new FaultyDocumentStore(new InMemoryDocumentStore(_time));
        _binder = new SessionBinder(new SessionStore(_store, Options.Create(Settings), _time));
    }

    [Fact]
    public async Task Bind_SameIdOfTwoAgents_AreTwoSessions()
    {
        await CallAsync("a", "s");
        _time.Advance(TimeSpan.FromSeconds(1));
        await CallAsync("b", "s");

        Assert.NotEqual((await FindAsync("a", "s"))!.StartedAt, (await FindAsync("b", "s"))!.StartedAt);
    }

    [Fact]
    public async Task Bind_InUse_StaysWithFewWrites()
    {
        var writes = 0;
        await CallAsync("a", "s");
        var started = (await FindAsync("a", "s"))!.StartedAt;
        _store.Before = () =>
        {
            writes++;
            return Task.CompletedTask;
        };
        for (var i = 0; i < 500; i++)
        {
            _time.Advance(Settings.SessionIdleTimeout / 250);
            await CallAsync("a", "s");
        }

        Assert.InRange(writes, 1, 2 * 201);
        Assert.Equal(started, (await FindAsync("a", "s"))!.StartedAt);
    }

    [Fact]
    public async Task Bind_AfterTheIdleTime_BeginsAnew()
    {
        await CallAsync("a", "s");
        _time.Advance(Settings.SessionIdleTimeout);
        Assert.Null(await FindAsync("a", "s"));

        await CallAsync("a", "s");

        Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), (await FindAsync("a", "s"))!.StartedAt);
    }

    [Fact]
    public async Task Bind_AgentOfThatNameInAnotherTeam_BeginsAnew()
    {
        await CallAsync("a", "s", "red");
        _time.Advance(TimeSpan.FromSeconds(1));

        await CallAsync("a", "s", "blue");

        var session = await FindAsync("a", "s");
        Assert.Equal(("blue", _time.GetUtcNow().ToUnixTimeMilliseconds()), (session!.Team, session.StartedAt));
    }

    [Fact]
    public async Task Bind_ManyAtOnce_BeginOneSession()
    {
        _store.Before = async () => await Task.Yield();
        var other = new SessionBinder(new SessionStore(_store, Options.Create(Settings), _time));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => (i % 2 == 0 ? _binder : other).BindAsync(new SessionBinding("default", "a", null, "s"), CancellationToken.None).AsTask()));

        Assert.NotNull(await FindAsync("a", "s"));
    }

    [Fact]
    public async Task Bind_StoreFails_Throws()
    {
        _store.Fails = true;

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => CallAsync("a", "s"));
    }

    private Task CallAsync(string agent, string session, string? team = null) => _binder.BindAsync(new SessionBinding("default", agent, team, session), CancellationToken.None).AsTask();

    private async Task<StoredSession?> FindAsync(string agent, string session) =>
        (await _store.ReadAsync(SessionDocuments.Partition("default", agent, session), SessionDocuments.SessionId, CancellationToken.None)).Document is { } document ? StoredSession.Read(document) : null;
}
