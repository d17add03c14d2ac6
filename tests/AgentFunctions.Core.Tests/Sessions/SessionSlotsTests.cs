using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Declaration;
using AgentFunctions.Core.Sessions.Slots;

namespace AgentFunctions.Core.Tests.Sessions;

public sealed class SessionSlotsTests
{
    private readonly SessionWorld _world = new();

    [Fact]
    public async Task Put_TwiceFromTheSameState_TheSecondIsRefused()
    {
        var first = (await PutAsync("1")).Value!;
        Assert.Equal(1, first.Version);
        Assert.Equal(2, (await PutAsync("2", new WriteCondition(first.ETag))).Value!.Version);

        Assert.Equal((412, "precondition_failed"), Refusal(await PutAsync("3", new WriteCondition(first.ETag))));
        Assert.Equal((412, "precondition_failed"), Refusal(await PutAsync("3", new WriteCondition(IfNoneMatch: true))));
        Assert.Equal((412, "precondition_failed"), Refusal(await PutAsync("3", new WriteCondition("*"), "other")));
        Assert.Equal("2", (await FindAsync())!.Value.GetRawText());
    }

    [Fact]
    public async Task Put_ValueThatDoesNotFit_IsRefusedWithItsPath()
    {
        var declared = new SlotSpec { Schema = SessionWorld.Json("""{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""") };

        Assert.Equal("value.n", (await PutAsync("""{"n":"x"}""", declared: declared)).Error!.Param);
        Assert.Null(await FindAsync());
        Assert.NotNull((await PutAsync("""{"n":1}""", declared: declared)).Value);
    }

    [Fact]
    public async Task History_EveryVersion_LatestFirst()
    {
        for (var i = 1; i <= 5; i++) await PutAsync($"{i}");
        var session = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!;

        var first = await _world.Slots.HistoryAsync(session, "state", null, 3, CancellationToken.None);
        var rest = await _world.Slots.HistoryAsync(session, "state", first.Items[^1].Version, 3, CancellationToken.None);

        Assert.Equal("5,4,3 True", Shown(first));
        Assert.Equal("2,1 False", Shown(rest));
    }

    [Fact]
    public async Task Put_KilledAfterAnyStoreOperation_ValueAndHistoryAgree()
    {
        var large = $"\"{new string('x', 100_000)}\"";
        for (var kill = 1; ; kill++)
        {
            var world = new SessionWorld();
            await world.Slots.PutAsync(SessionWorld.Binding, Draft("1"), CancellationToken.None);
            var (operations, killed) = (0, false);
            world.Store.Before = () =>
            {
                if (++operations <= kill) return Task.CompletedTask;
                killed = true;
                throw new DocumentStoreUnavailableException("killed");
            };
            try
            {
                await world.Slots.PutAsync(SessionWorld.Binding, Draft(large), CancellationToken.None);
            }
            catch (DocumentStoreUnavailableException)
            {
                // The process is gone.
            }

            world.Store.Before = null;
            var session = (await world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!;
            var value = (await world.Slots.FindAsync(session, "state", CancellationToken.None))!;
            var history = await world.Slots.HistoryAsync(session, "state", null, 10, CancellationToken.None);
            Assert.Equal(value.Version, history.Items.Count);
            Assert.Equal(value.Value.GetRawText(), history.Items[0].Value.GetRawText());
            if (!killed) break;
        }
    }

    [Theory]
    [InlineData("a", "brief", true, null)]
    [InlineData("reader", "brief", false, null)]
    [InlineData("reader", "brief", true, 403)]
    [InlineData("writer", "brief", true, null)]
    [InlineData("writer", "brief", false, null)]
    [InlineData("stranger", "brief", false, 404)]
    [InlineData("stranger", "brief", true, 404)]
    [InlineData("reader", "state", false, 404)]
    [InlineData("a", "state", true, null)]
    [InlineData("a", "history", true, 400)]
    [InlineData("a", "nothing", false, 404)]
    public void Access_GoesByTheDeclaration(string agent, string slot, bool isWrite, int? refused)
    {
        var spec = new AgentSpec { Context = new AgentContextSpec { Slots = new Dictionary<string, SlotSpec> { ["brief"] = new() { Read = ["reader"], Write = ["writer"] } } } };

        Assert.Equal(refused, SlotAccess.Find(new Resource<AgentSpec>("default", "a", spec, "e", 1), agent, slot, isWrite).Error?.Status);
    }

    private ValueTask<Core.Errors.Outcome<SlotValue>> PutAsync(string value, WriteCondition condition = default, string slot = "state", SlotSpec? declared = null) =>
        _world.Slots.PutAsync(SessionWorld.Binding, Draft(value, condition, slot, declared), CancellationToken.None);

    private async Task<SlotValue?> FindAsync() =>
        await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None) is { } session ? await _world.Slots.FindAsync(session, "state", CancellationToken.None) : null;

    private static string Shown(SlotPage page) => $"{string.Join(',', page.Items.Select(static v => v.Value.GetRawText()))} {page.HasMore}";

    private static (int, string) Refusal(Core.Errors.Outcome<SlotValue> outcome) => (outcome.Error!.Status, outcome.Error.Code);

    private static SlotDraft Draft(string value, WriteCondition condition = default, string slot = "state", SlotSpec? declared = null) =>
        new(slot, declared, SessionWorld.Json(value), SessionWorld.Trusted, "agent/a", null, condition);
}
