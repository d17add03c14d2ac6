using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Context.Summaries;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subjects.Barrier;

namespace AgentFunctions.Core.Sessions.Contexts;

/// <summary>Assembles contexts of agents from their sessions and what is given, and keeps what was left out before anybody is shown a handle to it.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public sealed class SessionContexts(ContextAssembler assembler, MessageWindows windows, SessionSlots slots, HandleStore handles, ContextSummaries summaries, ErasureBarrier barrier)
{
    /// <summary>What the product itself says.</summary>
    private static readonly ContentLabel Own = new(Integrity.Trusted, Confidentiality.Internal);

    private const int Attempts = 3;

    private static readonly ApiError Erased = new(503, ErrorCodes.StoreUnavailable, "What is kept of somebody in this context was erased while it was made, so nothing of it is kept. Send it again, without what was erased.") { RetryAfter = TimeSpan.FromSeconds(2) };

    /// <summary>
    /// The context; or why there is none: <c>context_too_large</c> where what must stay does not fit, <c>invalid_request</c> for messages no context can be made of, <c>store_unavailable</c> where somebody in it was erased meanwhile.
    /// </summary>
    public async ValueTask<Outcome<AssembledContext>> AssembleAsync(ContextRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var subject = request.EndUser is { } user ? SubjectNames.Fold(user) : null;
        long? first = null;
        for (var i = 0; i < Attempts; i++)
        {
            // What the caller has read of the session cannot be read again here.
            if (i > 0 && request.History is not null) break;
            var since = request.History is null ? await barrier.NowAsync(request.TenantId, cancellationToken) : request.Since;
            first ??= since;

            // Of others in the session nothing is left by now: without that it is made again. What was sent for the person cannot be told from what was erased.
            if (i > 0 && subject is not null && !await barrier.HoldsAsync(request.TenantId, request.Agent, request.Spec.Team, [subject], first.Value, cancellationToken)) break;
            var read = await WindowAsync(request, cancellationToken);
            if (read.Value is not { } window) return read.Error!;
            var people = new HashSet<string>(StringComparer.Ordinal);
            var collected = await CollectAsync(request, window, people, cancellationToken);
            if (collected.Value is not { } messages) return collected.Error!;
            var scope = new HandleScope(request.TenantId, request.Agent, request.Spec.Team) { Session = request.Session?.Handles, Subject = subject, Others = people, Since = since };
            var outcome = await AssembleAsync(request, messages, scope, cancellationToken);
            if (outcome.Value is not { } assembled) return outcome.Error!;
            if (await handles.KeepAsync(scope, assembled.Handles, cancellationToken)) return assembled with { OlderMessages = window.Older };
        }

        return Erased;
    }

    /// <summary>Why a value may not stand in its slot: a model that is shown it would be shown more than the slot's budget, so no context of the session could hold it. null: it may.</summary>
    public ApiError? Check(SlotDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Declared?.BudgetTokens is not { } budget || !Holds(draft.Value)) return null;
        var tokens = assembler.Count(SlotMessages.Of(draft.Name, draft.Name, draft.Value, draft.Label), null);
        return tokens <= budget ? null : SessionErrors.SlotTooLarge(draft.Name, tokens, budget);
    }

    private async ValueTask<Outcome<MessageWindow>> WindowAsync(ContextRequest request, CancellationToken cancellationToken)
    {
        if (request.History is { } given) return given;
        return request.Session is { } session ? await windows.ReadAsync(session, request.BudgetTokens, wanted: null, cancellationToken) : MessageWindow.Empty;
    }

    private async ValueTask<Outcome<AssembledContext>> AssembleAsync(ContextRequest request, IReadOnlyList<ContextMessage> messages, HandleScope scope, CancellationToken cancellationToken)
    {
        var mint = await handles.MintAsync(scope, cancellationToken);
        var input = new ContextInput(messages)
        {
            Slots = ContextSettings.Slots(request.Spec, request.SlotBudgets),
            BudgetTokens = request.BudgetTokens,
            Model = request.Model,
            Options = ContextSettings.Options(request.Spec, request.Options, request.Compress),
            ExpandTool = request.ExpandTool,
            Previous = request.Previous,
        };
        return request.Compress && request.Spec.Context?.Compression?.Summary is { } summary
            ? await SummarisedAsync(request, input with { SummaryTokens = summary.MaxTokens }, scope, mint, cancellationToken)
            : assembler.Assemble(input, mint);
    }

    /// <summary>Once to see what is left out, and, where there is a summary of it, once more with that: the room for it was kept free, so the same is left out.</summary>
    private async ValueTask<Outcome<AssembledContext>> SummarisedAsync(ContextRequest request, ContextInput input, HandleScope scope, IHandleMint mint, CancellationToken cancellationToken)
    {
        var outcome = assembler.Assemble(input, mint);
        if (outcome.Value is null) return assembler.Assemble(input with { SummaryTokens = 0 }, mint);
        if (outcome.Value.LeftOut is not { } left) return outcome;
        var text = await summaries.FindAsync(scope, left, request.Spec.Context!.Compression!.Summary!, request.Summaries, cancellationToken);
        return text is null ? outcome : assembler.Assemble(input with { Summaries = new Dictionary<string, string> { [left.Handle] = text } }, mint);
    }

    private async ValueTask<Outcome<IReadOnlyList<ContextMessage>>> CollectAsync(ContextRequest request, MessageWindow window, HashSet<string> people, CancellationToken cancellationToken)
    {
        List<ContextMessage> all = [];
        if (request.Instructions is { Length: > 0 } told) all.Add(new ContextMessage("instructions", SlotMessages.Message("system", told), Own) { Slot = ContextSlot.PinnedName, Pinned = true });
        foreach (var (name, value) in request.Slots.Where(static pair => Holds(pair.Value)).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            all.Add(SlotMessages.Of(name, $"slot:{name}", value, MessageLabels.OfUser(request.Spec)));
        if (request.Session is { } session)
        {
            var held = await slots.ReadAsync(session, name => !request.Slots.ContainsKey(name), cancellationToken);
            if (held.Error is { } tooLarge) return tooLarge;
            foreach (var slot in held.Value!.Where(static slot => Holds(slot.Value)))
            {
                all.Add(SlotMessages.Of(slot.Name, $"slot:{slot.Name}:{slot.Version}", slot.Value, slot.Label));
                if (slot.EndUser is { } person) people.Add(SubjectNames.Fold(person));
            }

            if (window.Older > 0) all.Add(new ContextMessage("older", SlotMessages.Message("user", Older(window.Older)), Own) { Pinned = true });
            foreach (var message in window.Items)
            {
                all.Add(MessageLabels.ToContext($"m:{message.Sequence}", message.Message, message.Label, isPinned: message.IsPinned));
                if (message.EndUser is { } person) people.Add(SubjectNames.Fold(person));
            }
        }

        all.AddRange(request.Messages);
        return all;
    }

    private static string Older(long messages) => string.Create(CultureInfo.InvariantCulture, $"[{messages} earlier messages of this conversation are not shown here.]");

    /// <summary>A slot that was erased, or written with null, holds nothing that a model could be shown.</summary>
    private static bool Holds(JsonElement value) => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
