using System.Text;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Sessions.Subjects;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Tests.Subjects;

namespace AgentFunctions.Core.Tests.Sessions;

public sealed class SessionSubjectsTests
{
    private const string Secret = "the lamp of ann";
    private static readonly SubjectScope Ann = new("default", SubjectNames.Fold("Ann"), null);
    private SessionWorld _world = new();

    [Fact]
    public async Task Erase_TakesEverythingOfThePersonAndNothingOfOthers()
    {
        var handle = await FillAsync();
        Assert.Equal(4, await CountAsync());

        var before = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!.Bytes;
        var tally = new CountingTally();
        await SubjectsOf(_world).EraseAsync(Ann, tally, CancellationToken.None);

        // Two messages, two slots and their versions, and the handle.
        Assert.Equal(7, tally.Items.Count);

        Assert.Equal(0, await CountAsync());
        Assert.Null(await _world.Handles.FindAsync(new HandleScope("default", "a", null), handle, CancellationToken.None));
        Assert.Equal(["1:[erased]", "2:of bob", "3:[erased]", $"4:{new string('b', 20_000)}"], (await _world.AllAsync()).Select(static m => $"{m.Sequence}:{m.Message.GetProperty("content").GetString()}"));
        var session = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!;
        Assert.Equal(["null", "\"of bob\""], (await _world.Slots.HistoryAsync(session, "state", null, 10, CancellationToken.None)).Items.Select(static v => v.Value.GetRawText()));
        Assert.InRange(session.Bytes, BytesOf("of bob") + BytesOf(new string('b', 20_000)), before - 120_000 - (2 * Secret.Length));
        Assert.Equal(session.Bytes, (await _world.Windows.ReadAsync(session, null, null, CancellationToken.None)).Value!.Bytes);
        Assert.Equal(3, (await PutAsync("\"new\"", null)).Version);
        await SubjectsOf(_world).EraseAsync(Ann, tally, CancellationToken.None);
        Assert.Equal(7, tally.Items.Count);
    }

    [Fact]
    public async Task Erase_KilledAfterAnyStoreOperation_GoesOnAndEndsWithNothing()
    {
        await FillAsync();
        await SubjectsOf(_world).EraseAsync(Ann, new CountingTally(), CancellationToken.None);
        var whole = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!.Bytes;
        for (var kill = 0; ; kill++)
        {
            _world = new SessionWorld();
            await FillAsync();
            var tally = new CountingTally();
            var (operations, killed) = (0, false);
            _world.Store.Before = () =>
            {
                if (++operations <= kill) return Task.CompletedTask;
                killed = true;
                throw new DocumentStoreUnavailableException("killed");
            };
            try
            {
                await SubjectsOf(_world).EraseAsync(Ann, tally, CancellationToken.None);
            }
            catch (DocumentStoreUnavailableException)
            {
                // The process is gone.
            }

            _world.Store.Before = null;
            await SubjectsOf(_world).EraseAsync(Ann, tally, CancellationToken.None);
            Assert.Equal(0, await CountAsync());
            Assert.Equal(whole, (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!.Bytes);
            Assert.DoesNotContain((await _world.AllAsync()), static m => m.Message.GetRawText().Contains(Secret, StringComparison.Ordinal));
            Assert.Equal(4, (await _world.AllAsync()).Count);
            if (!killed) break;
        }
    }

    [Fact]
    public async Task Session_Ended_LeavesNothingInTheStore()
    {
        await FillAsync();
        await _world.Reader.DeleteAsync(SessionWorld.Binding, CancellationToken.None);

        var left = await _world.Store.QueryAsync(SessionDocuments.Partition("default", "a", "s"), new DocumentQuery(), CancellationToken.None);
        Assert.Empty(left.Items);
    }

    private static SessionSubjects SubjectsOf(SessionWorld world) => new(world.Store, world.Payloads, new SessionErasing(world.Store, world.Payloads), new HandlePurge(world.Store));

    private static int BytesOf(string text) => SessionWorld.Draft("1", text).Message.GetRawText().Length;

    private async Task<string> FillAsync()
    {
        await _world.AppendAsync(
            SessionWorld.Draft("1", Secret) with { EndUser = "ANN" }, SessionWorld.Draft("2", "of bob") with { EndUser = "bob" },
            SessionWorld.Draft("3", Secret + new string('a', 20_000)) with { EndUser = "ann" }, SessionWorld.Draft("4", new string('b', 20_000)) with { EndUser = "bob" });
        await PutAsync("\"of bob\"", "bob");
        await PutAsync($"\"{Secret}\"", "Ann");
        await _world.Slots.PutAsync(SessionWorld.Binding, Slot($"\"{Secret}{new string('a', 100_000)}\"", "ann", "pinned"), CancellationToken.None);
        var session = (await _world.Reader.FindAsync(SessionWorld.Binding, CancellationToken.None))!;
        var scope = new HandleScope("default", "a", null) { Session = session.Handles };
        var content = Encoding.UTF8.GetBytes(Secret);
        var handle = (await _world.Handles.MintAsync(scope, CancellationToken.None)).Mint(content);
        await _world.Handles.KeepAsync(scope, [new HandleContent(handle, content, HandleContent.Text, SessionWorld.Trusted, [])], CancellationToken.None);
        return handle;
    }

    private async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var item in SubjectsOf(_world).ExportAsync(Ann, CancellationToken.None))
        {
            Assert.Contains(Secret, item.Content.GetRawText(), StringComparison.Ordinal);
            count++;
        }

        return count;
    }

    private async Task<SlotValue> PutAsync(string value, string? user) => (await _world.Slots.PutAsync(SessionWorld.Binding, Slot(value, user, "state"), CancellationToken.None)).Value!;

    private static SlotDraft Slot(string value, string? user, string name) => new(name, null, SessionWorld.Json(value), SessionWorld.Trusted, "agent/a", user, default);
}
