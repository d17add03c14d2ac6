using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Declaration;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Reading;
using AgentFunctions.Core.Sessions.Slots;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>
/// The sessions that runs belong to. A run appends what it was asked and what it answered, each once: the ids are made from the run, so doing it again after a kill changes nothing. Runs within runs take no part: their work is a
/// piece of the outer run's.
/// </summary>
internal sealed class RunSessions(SessionReader reader, SessionMessages messages, SessionSlots slots, MessageWindows windows, IOptions<SessionOptions> options)
{
    /// <summary>Who appends what a run says.</summary>
    public static string By(string runId) => MessageAuthors.Run(runId);

    /// <summary>The session of a run; null where it has none, or it has ended.</summary>
    public ValueTask<OpenSession?> FindAsync(RunWork work, CancellationToken cancellationToken) =>
        Binding(work) is { } binding ? reader.FindAsync(binding, cancellationToken) : ValueTask.FromResult<OpenSession?>(null);

    /// <summary>What a run's input adds to its session: the same at every turn, whatever was appended since it began.</summary>
    public async ValueTask<Outcome<SessionTurn>> TurnAsync(RunWork work, OpenSession? session, AgentSpec spec, JsonElement input, CancellationToken cancellationToken)
    {
        var held = MessageWindow.Empty;
        if (session is not null)
        {
            // What others append while it runs is for the runs after it; what it appended itself is its input.
            var budget = spec.Context?.BudgetTokens ?? AgentContextSpec.DefaultBudgetTokens;
            var read = await windows.ReadAsync(session, budget, (by, at) => IsShown(work, by, at), cancellationToken);
            if (read.Value is not { } window) return read.Error!;
            held = window;
        }

        if (held.Bytes >= options.Value.MaxBytes) return Full(work.Run.Session!);
        return SessionTurn.Of(InputMessages.Read(input, MessageLabels.OfUser(spec).Least(work.InputLabel).Integrity == Integrity.Trusted), InputMessages.IsConversation(input), held);
    }

    /// <summary>Appends what it was asked, of a conversation what the session does not hold yet.</summary>
    public async ValueTask BeginAsync(RunWork work, AgentSpec spec, JsonElement input, CancellationToken cancellationToken)
    {
        if (Binding(work) is not { } binding) return;
        var turn = await TurnAsync(work, await reader.FindAsync(binding, cancellationToken), spec, input, cancellationToken);

        // The first turn says why nothing can be added.
        if (turn.Value is not { } said) return;
        foreach (var part in said.Added.Chunk(SessionMessages.MaxAtOnce))
        {
            var drafts = part.Select(item => new MessageDraft(string.Create(CultureInfo.InvariantCulture, $"{By(work.Run.Id)}#input.{item.Index}"), item.Message, MessageLabels.Of(item.Message, spec).Least(work.InputLabel), By(work.Run.Id), work.Run.EndUser)).ToArray();
            await AppendAsync(binding, drafts, cancellationToken);
        }
    }

    /// <summary>What everything in its session is worth together.</summary>
    public async ValueTask<ContentLabel> SeenAsync(RunWork work, CancellationToken cancellationToken) =>
        await FindAsync(work, cancellationToken) is { } session ? session.Seen : ContentLabel.Unknown;

    /// <summary>The least that what it is shown of its session is worth: the messages from before it, and the slots. What is not known (the session is gone, a slot was written meanwhile) may not be believed.</summary>
    public async ValueTask<ContentLabel> ShownAsync(RunWork work, CancellationToken cancellationToken)
    {
        if (work.Run.Session is null) return ContentLabel.Best;
        if (await FindAsync(work, cancellationToken) is not { } session) return ContentLabel.Unknown;
        var shown = session.Seen with { Integrity = Integrity.Trusted };
        foreach (var slot in await slots.ListAsync(session, cancellationToken)) shown = shown.Least(slot.At > work.Run.StartedAt ? slot.Label with { Integrity = Integrity.Untrusted } : slot.Label);
        return shown.Integrity == Integrity.Trusted && session.Seen.Integrity == Integrity.Untrusted && await IsShownUntrustedAsync(work, session, cancellationToken) ? shown with { Integrity = Integrity.Untrusted } : shown;
    }

    private async ValueTask<bool> IsShownUntrustedAsync(RunWork work, OpenSession session, CancellationToken cancellationToken)
    {
        for (long? from = null; ;)
        {
            var page = await messages.ListAsync(session, from, descending: false, SessionMessages.MaxPage, cancellationToken);
            if (page.Items.Any(message => message.Label.Integrity == Integrity.Untrusted && IsShown(work, message.By, message.At))) return true;
            if (!page.HasMore || page.Items.Count == 0) return false;
            from = page.Items[^1].Sequence;
        }
    }

    /// <summary>What others append while it runs is for the runs after it; what it appended itself is its input.</summary>
    private static bool IsShown(RunWork work, string by, DateTimeOffset at) => at <= work.Run.StartedAt && by != By(work.Run.Id);

    /// <summary>Appends what it answered.</summary>
    /// <param name="work">The run.</param>
    /// <param name="answer">Text, or JSON that is written out.</param>
    /// <param name="seen">What the run saw.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask EndAsync(RunWork work, JsonElement answer, ContentLabel seen, CancellationToken cancellationToken)
    {
        if (Binding(work) is not { } binding) return;
        var message = ChatMessages.Of("assistant", ChatMessages.Text(answer));
        await AppendAsync(binding, [new MessageDraft(By(work.Run.Id) + "#answer", message, seen, By(work.Run.Id), work.Run.EndUser)], cancellationToken);
    }

    private async ValueTask AppendAsync(SessionBinding binding, IReadOnlyList<MessageDraft> drafts, CancellationToken cancellationToken)
    {
        var fitting = drafts.Select(draft => draft with { Message = ChatMessages.Cut(draft.Message, options.Value.MaxMessageBytes), IsOfARun = true }).ToArray();

        // Another message under the same id is one of the same run before it was rewound: that one stands.
        var outcome = await messages.AppendAsync(binding, fitting, cancellationToken);
        if (outcome.Error is { Status: 503 }) throw new DocumentStoreUnavailableException("The session of the run is being written by many at the same time.");
    }

    private static ApiError Full(string session) => new(
        409, ErrorCodes.SessionFull, $"sessions/{session} holds as many bytes as a session may (AgentFunctions:Sessions:MaxBytes). Start the run in another session.") { Param = "sessionId", ShouldRetry = false };

    private static SessionBinding? Binding(RunWork work) =>
        work.Run.Session is { } session && work.ParentRunId is null ? new SessionBinding(work.TenantId, work.Run.Agent, work.Run.Team, session) : null;
}
