using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

/// <summary>What is written for a run while another process erases it, at whichever of the writer's operations: it is erased with it, or it is not written.</summary>
public sealed class LateWriteErasureTests
{
    private const string Lee = "zeppelin";
    private const int InPayload = 20_000;
    private const int InParts = 700_000;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ContentLabel Label = new(Integrity.Trusted, Confidentiality.Internal);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Lee Jones", 0)]
    [InlineData("Lee Jones", InPayload)]
    [InlineData("Kim", 0)]
    [InlineData("Kim", InPayload)]
    public Task Answer_InASession_IsErasedOrNotWritten(string person, int size) => OvertakeEverywhereAsync(person, async (process, run) =>
    {
        var message = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["role"] = "assistant", ["content"] = Lee + new string('x', size) });
        var outcome = await process.Get<SessionMessages>().AppendAsync(
            new SessionBinding(Tenants.Default, "a", "red", "s1"), [new MessageDraft($"run/{run}#answer", message, Label, MessageAuthors.Run(run), person) { IsOfARun = true }], None);
        return outcome.Error is null;
    });

    [Theory]
    [InlineData("Lee Jones", false, 0)]
    [InlineData("Kim", false, 0)]
    [InlineData("Kim", false, InParts)]
    [InlineData("Kim", true, 0)]
    [InlineData("Kim", true, InParts)]
    public Task AnswerOfATool_IsErasedOrNotRemembered(string person, bool isBegun, int size) => OvertakeEverywhereAsync(person, async (process, run) =>
    {
        var (calls, key, now) = (new ToolCallStore(process.Store), new ToolCallKey(Tenants.Default, "a", run, "ik"), _time.GetUtcNow());
        var record = new ToolCallRecord("d", "orders.get", "c", 1, now, now, null, "p") { Team = "red" };
        if (isBegun)
        {
            if (await calls.BeginAsync(key, record, None) is not { } begun) return false;
            record = begun;
        }

        var result = new ToolResult(false, JsonSerializer.SerializeToElement(Lee + new string('x', size)), Label, 200, false);
        return await calls.CompleteAsync(key, record with { Result = result }, None);
    });

    private async Task OvertakeEverywhereAsync(string person, Func<OwnRunProcess, string, Task<bool>> write)
    {
        for (var at = 0; ; at++)
        {
            var (store, engine) = (new InMemoryDocumentStore(_time), new FakeWorkflowClient(_time));
            await using var process = await OwnRunProcess.StartAsync(_time, store, engine);
            await using var other = new OwnRunProcess(_time, store, engine);
            var run = await BeginAsync(process, person);
            var (operations, reached) = (0, false);
            process.Store.Before = async () =>
            {
                if (operations++ != at) return;
                (reached, process.Store.Before) = (true, null);
                await other.Get<SubjectErasures>().EraseAsync(new SubjectScope(Tenants.Default, SubjectNames.Fold("lee jones"), null), "operator/ops", None);
            };

            var isWritten = await write(process, run);

            process.Store.Before = null;
            if (!reached)
            {
                Assert.True(isWritten && Holding(store).Count > 0 && at > 1, $"after {at} operations");
                return;
            }

            Assert.True(Holding(store) is [], $"operation {at}: {string.Join('\n', Holding(store))}");
            Assert.False(await write(process, run), $"operation {at}: written after the erasure");
            Assert.True(Holding(store) is [], $"again, operation {at}: {string.Join('\n', Holding(store))}");
        }
    }

    /// <summary>A run for Lee, or one for another that was given what Lee said.</summary>
    private static async Task<string> BeginAsync(OwnRunProcess process, string person)
    {
        var request = new RunRequest { Target = new RunTarget(RunTargetKind.Agent, "a"), Input = OwnRunProcess.Json("\"x\""), Session = "s1", EndUser = person };
        var run = (await process.Get<RunStarter>().StartAsync(RunInitiator.System(Tenants.Default, "operator/ops"), request, None)).Value!.Id;
        if (SubjectNames.Fold(person) == SubjectNames.Fold("Lee Jones")) return run;
        var draft = new MemoryDraft { Text = "I keep a lamp.", Kind = MemoryKind.Episodic, Speaker = "Lee Jones", Label = Label, Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, true) };
        var record = (await process.Get<MemoryWriter>().WriteAsync(Tenants.Default, "a/red", [draft], None))[0].Id!;
        Assert.Single(await process.Get<MemoryUses>().NoteAsync(Tenants.Default, "a/red", run, null, "agents/a", [record], None));
        return run;
    }

    /// <summary>The documents that hold it, in plain text or in base64 at any place in it.</summary>
    private static List<string> Holding(InMemoryDocumentStore store)
    {
        List<string> forms = [Lee, .. Enumerable.Range(0, 3).Select(static shift => Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', shift) + Lee + "  "))[(shift == 0 ? new Range(0, 8) : 4..^4)])];
        return [.. store.All().Where(document => Encoding.UTF8.GetString(document.Body) is var text && forms.Exists(form => text.Contains(form, StringComparison.Ordinal))).Select(static document => document.Path)];
    }
}
