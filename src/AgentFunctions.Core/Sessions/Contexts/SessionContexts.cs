using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
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
public sealed class SessionContexts(ContextAssembler assembler, SessionMessages messages, SessionSlots slots, HandleStore handles, ContextSummaries summaries, ErasureBarrier barrier)
{
    /// <summary>The latest messages of a session that are looked at.</summary>
    public const int MaxMessages = 1000;

    private const int Attempts = 3;

    private static readonly ApiError Erased = new(503, ErrorCodes.StoreUnavailable, "What is kept of somebody in this context was erased while it was made, so nothing of it is kept. Send it again, without what was erased.") { RetryAfter = TimeSpan.FromSeconds(2) };

    /// <summary>
    /// The context; or why there is none: <c>context_too_large</c> where what must stay does not fit, <c>invalid_request</c> for messages no context can be made of, <c>store_unavailable</c> where somebody in it was erased meanwhile.
    /// </summary>
    public async ValueTask<Outcome<AssembledContext>> AssembleAsync(ContextRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (subject, first) = (request.EndUser is { } user ? SubjectNames.Fold(user) : null, (long?)null);
        for (var i = 0; i < Attempts; i++)
        {
            var since = await barrier.NowAsync(request.TenantId, cancellationToken);
            first ??= since;

            // Of others in the session nothing is left by now: without that it is made again. What was sent for the person cannot be told from what was erased.
            if (i > 0 && subject is not null && !await barrier.HoldsAsync(request.TenantId, request.Agent, request.Spec.Team, [subject], first.Value, cancellationToken)) break;
            var (collected, people) = await CollectAsync(request, cancellationToken);
            var scope = new HandleScope(request.TenantId, request.Agent, request.Spec.Team) { Session = request.Session?.Handles, Subject = subject, Others = people, Since = since };
            var outcome = await AssembleAsync(request, collected, scope, cancellationToken);
            if (outcome.Value is not { } assembled || await handles.KeepAsync(scope, assembled.Handles, cancellationToken)) return outcome;
        }

        return Erased;
    }

    private async ValueTask<Outcome<AssembledContext>> AssembleAsync(ContextRequest request, IReadOnlyList<ContextMessage> collected, HandleScope scope, CancellationToken cancellationToken)
    {
        var mint = await handles.MintAsync(scope, cancellationToken);
        var input = new ContextInput(collected)
        {
            Slots = ContextSettings.Slots(request.Spec),
            BudgetTokens = request.BudgetTokens,
            Model = request.Model,
            Options = request.Compress ? ContextSettings.Options(request.Spec) : CompressionOptions.None,
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

    private async ValueTask<(IReadOnlyList<ContextMessage> Messages, IReadOnlyCollection<string> People)> CollectAsync(ContextRequest request, CancellationToken cancellationToken)
    {
        List<ContextMessage> all = [];
        var people = new HashSet<string>(StringComparer.Ordinal);
        var trusted = new ContentLabel(Integrity.Trusted, Confidentiality.Internal);
        if (request.Instructions is { Length: > 0 } told) all.Add(new ContextMessage("instructions", SlotMessages.Message("system", told), trusted) { Slot = ContextSlot.PinnedName, Pinned = true });
        foreach (var (name, value) in request.Slots.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            all.Add(SlotMessages.Of(name, $"slot:{name}", value, MessageLabels.OfUser(request.Spec)));
        if (request.Session is { } session)
        {
            foreach (var slot in await slots.ListAsync(session, cancellationToken))
            {
                if (request.Slots.ContainsKey(slot.Name)) continue;
                all.Add(SlotMessages.Of(slot.Name, $"slot:{slot.Name}:{slot.Version}", slot.Value, slot.Label));
                if (slot.EndUser is { } person) people.Add(SubjectNames.Fold(person));
            }

            foreach (var message in await MessagesAsync(session, cancellationToken))
            {
                if (request.Wanted?.Invoke(message) == false) continue;
                all.Add(MessageLabels.ToContext($"m:{message.Sequence}", message.Message, message.Label));
                if (message.EndUser is { } person) people.Add(SubjectNames.Fold(person));
            }
        }

        all.AddRange(request.Messages);
        return (all, people);
    }

    private async ValueTask<IReadOnlyList<SessionMessage>> MessagesAsync(OpenSession session, CancellationToken cancellationToken)
    {
        List<SessionMessage> latest = [];
        long? from = null;
        while (latest.Count < MaxMessages)
        {
            var page = await messages.ListAsync(session, from, descending: true, SessionMessages.MaxPage, cancellationToken);
            latest.AddRange(page.Items);
            if (!page.HasMore || page.Items.Count == 0) break;
            from = page.Items[^1].Sequence;
        }

        latest.Reverse();
        return latest;
    }
}
