using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Restore;

namespace AgentFunctions.Core.Tests.Restore;

/// <summary>Which records are applied to what a backup brought, and in which order.</summary>
public sealed class RestrictionRepairTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeRestoredDocuments _before = new();
    private readonly FakeRestoredDocuments _after = new();

    [Fact]
    public void Repair_StateSetTwice_TheNewestWins()
    {
        Target("agents:a", """{"kind":"agents","deleted":false}""");

        // The clock went back in between: the sequence tells.
        var context = Repair(State(12, "suspended", Now.AddHours(-2)), State(11, "killed", Now));

        Assert.Equal("suspended", Body("agents:a").GetProperty("state").GetProperty("state").GetString());
        Assert.Equal(2, context.Notes.Count);
    }

    [Fact]
    public void Repair_RecordTheBackupHadReached_IsLeftAlone()
    {
        Target("agents:a", """{"kind":"agents","deleted":false}""");

        var context = Repair(State(10, "killed", Now));

        Assert.False(Body("agents:a").TryGetProperty("state", out _));
        Assert.Empty(context.Notes);
    }

    [Fact]
    public void Repair_TheSameRecordInBoth_CountsOnce()
    {
        Target("keys:k", """{"kind":"keys","deleted":false,"secrets":{"current":"h1"}}""");
        var record = Record(RestrictionRecord.KeyRevoked, "keys", "k", 11, Now);
        _before.Put(new RestoreDocument("default", RestrictionRecord.DocumentId(record.Id), record.ToUtf8(), Now.AddDays(90)));

        var context = Repair(record);

        Assert.Single(context.Notes);
        Assert.False(Body("keys:k").GetProperty("secrets").TryGetProperty("current", out _));
        Assert.Equal(Now.AddDays(90), _after.Read("default", RestrictionRecord.DocumentId(record.Id))!.ExpiresAt);
    }

    [Fact]
    public void Repair_DecidedChange_IsWrittenOutAndCounted()
    {
        Version(_after, """{"sequence":10,"phase":"committed","applyId":"x"}""");
        _after.Put(new RestoreDocument("default", "s:x:0000", Encoding.UTF8.GetBytes("""{"writes":[{"id":"agents:a","body":{"kind":"agents","deleted":false}}]}"""), null));
        var context = Context([State(11, "killed", Now), State(12, "suspended", Now)]);

        new ControlPlaneRepair().Repair(context);
        new RestrictionRepair().Repair(context);

        Assert.Equal("suspended", Body("agents:a").GetProperty("state").GetProperty("state").GetString());
        Assert.Single(context.Notes);
        Assert.Equal(("idle", 13), (Body("version").GetProperty("phase").GetString(), Body("version").GetProperty("sequence").GetInt32()));
        Assert.Null(_after.Read("default", "s:x:0000"));
    }

    [Fact]
    public void Repair_UnknownRestriction_IsTold()
    {
        var context = Repair(Record("wholly-new", "agents", "a", 11, Now));

        Assert.Contains("wholly-new", Assert.Single(context.Notes), StringComparison.Ordinal);
    }

    private static RestrictionRecord State(long sequence, string state, DateTimeOffset at) =>
        Record(RestrictionRecord.StateSet, "agents", "a", sequence, at) with { State = JsonDocument.Parse($$"""{"state":"{{state}}"}""").RootElement };

    private static RestrictionRecord Record(string what, string kind, string id, long sequence, DateTimeOffset at) => RestrictionRecord.For(what, "default", kind, id, sequence, at);

    private static void Version(FakeRestoredDocuments documents, string body) => documents.Put(new RestoreDocument("default", "version", Encoding.UTF8.GetBytes(body), null));

    private void Target(string id, string body) => _after.Put(new RestoreDocument("default", id, Encoding.UTF8.GetBytes(body), null));

    private JsonElement Body(string id) => JsonDocument.Parse(_after.Read("default", id)!.Body).RootElement;

    private RestoreContext Context(IReadOnlyList<RestrictionRecord> journal) => new() { Before = _before, After = _after, Journal = journal, Now = Now };

    private RestoreContext Repair(params RestrictionRecord[] journal)
    {
        Version(_after, """{"sequence":10,"phase":"idle"}""");
        var context = Context(journal);
        new ControlPlaneRepair().Repair(context);
        new RestrictionRepair().Repair(context);
        return context;
    }
}
