using System.Text.Json;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Payloads.Storage;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Reading;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Subjects.Barrier;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Sessions;

/// <summary>Sessions on a store that a test makes fail.</summary>
internal sealed class SessionWorld
{
    public static readonly ContentLabel Trusted = new(Integrity.Trusted, Confidentiality.Internal);
    public static readonly SessionBinding Binding = new("default", "a", null, "s");

    public SessionWorld()
    {
        Store = new FaultyDocumentStore(new InMemoryDocumentStore(Time));
        Sessions = new SessionStore(Store, Options.Create(new RunsOptions()), Time);
        Payloads = new DocumentPayloadStore(Store, new PayloadPurge(Store));
        Purge = new SessionPurge(Store, Payloads, new HandlePurge(Store));
        var (options, ranges) = (Options.Create(Limits), new MessageRanges(Store, Payloads));
        Messages = new SessionMessages(Sessions, new MessagePlanner(Store, Payloads, new SessionWritings(Store), options, Time), ranges, options);
        Windows = new MessageWindows(ranges, options);
        Slots = new SessionSlots(Store, Sessions, new SlotWriter(Payloads, Time), new SessionWritings(Store), Payloads, options);
        Barrier = new ErasureBarrier(Store);
        Handles = new HandleStore(Store, Barrier, Options.Create(new HandleOptions()), Time);
        Reader = new SessionReader(Store, Sessions, Purge, new SessionBinder(Sessions));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public FaultyDocumentStore Store { get; }

    public SessionStore Sessions { get; }

    public IPayloadStore Payloads { get; }

    public SessionPurge Purge { get; }

    /// <summary>To be changed before anything is written.</summary>
    public SessionOptions Limits { get; } = new();

    public MessageWindows Windows { get; }

    public SessionMessages Messages { get; }

    public SessionSlots Slots { get; }

    public ErasureBarrier Barrier { get; }

    public HandleStore Handles { get; }

    public SessionReader Reader { get; }

    public static MessageDraft Draft(string id, string text = "Hi", string role = "user", ContentLabel? label = null) =>
        new(id, JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["role"] = role, ["content"] = text }), label ?? Trusted, "agent/a", null);

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public async Task<IReadOnlyList<SessionMessage>> AllAsync(SessionBinding? binding = null) =>
        await Reader.FindAsync(binding ?? Binding, CancellationToken.None) is { } session ? (await Messages.ListAsync(session, null, false, 500, CancellationToken.None)).Items : [];

    public async Task<AppendedMessages> AppendAsync(params MessageDraft[] drafts)
    {
        var outcome = await Messages.AppendAsync(Binding, drafts, CancellationToken.None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }
}
