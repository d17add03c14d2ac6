using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Delivering;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.Core.Subscriptions.Relaying;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>
/// Takes events. What an event sets off is settled when it comes and written with it in one batch; then it is set off, by whoever took the event at once and by the loop where that was broken off. So an event that was
/// answered is never lost, and the same event again finds what it set off. Where others read topics from a hub, it is owed to them in the same batch.
/// </summary>
public sealed class EventIntake
{
    /// <summary>Who took the event makes its deliveries within this time; then the loop does.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(10);

    private readonly IControlPlane _controlPlane;
    private readonly EventStore _store;
    private readonly EventDeliverer _deliverer;
    private readonly DeadLetterNotices _notices;
    private readonly RunIds _ids;
    private readonly SubscriptionOptions _options;
    private readonly IEventPublisher _stream;
    private readonly TopicSignals _signals;
    private readonly TimeProvider _time;
    private readonly ILogger<EventIntake> _logger;

    internal EventIntake(IControlPlane controlPlane, EventStore store, EventDeliverer deliverer, DeadLetterNotices notices, RunIds ids, IOptions<SubscriptionOptions> options, IEventPublisher stream, TopicSignals signals, TimeProvider time, ILogger<EventIntake> logger) =>
        (_controlPlane, _store, _deliverer, _notices, _ids, _options, _stream, _signals, _time, _logger) = (controlPlane, store, deliverer, notices, ids, options.Value, stream, signals, time, logger);

    /// <summary>Stores an event and sets off what subscriptions ask for; the same event again answers the same.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Nothing is known; the same event again finds out.</exception>
    public async ValueTask<Outcome<PublishedEvent>> PublishAsync(string tenantId, EventDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var value = draft.Event;
        var hash = EventDocuments.HashOf(draft.Team, draft.Topic, value.Source, value.Id);
        if (!draft.OnlyIfTaken && await _store.FindAsync(tenantId, hash, cancellationToken) is { } before) return Repeat(draft, before);
        if (await _controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) return ApiErrors.ControlPlaneUnavailable;
        var now = _time.GetUtcNow();
        var matched = EventMatcher.Match(view.Subscriptions.Values, draft, now);
        var isOwed = _stream.Carries(StreamTopic.Topics);
        if (matched.Count == 0 && draft.OnlyIfTaken && !isOwed) return new PublishedEvent(value.Id, false, []);
        var isTooDeep = value.Depth > _options.MaxDepth;
        var takers = new List<EventTaker>();
        foreach (var subscription in isTooDeep ? [] : matched) takers.Add(new EventTaker(subscription.Id, await RunAsync(tenantId, subscription, hash, cancellationToken), subscription.Spec.Team));
        var posting = new StoredPosting
        {
            Topic = draft.Topic,
            Team = draft.Team,
            By = draft.By,
            Behind = draft.Behind,
            At = now.ToUnixTimeMilliseconds(),
            Depth = value.Depth,
            Id = value.Id,
            Event = value.Json.GetRawText(),
            Takers = takers,
            EndUser = value.EndUser,
            Subject = value.EndUser is { } person ? SubjectNames.Fold(person) : null,
        };
        List<StoredDelivery> deliveries = [.. matched.Select(s => ToDelivery(s, hash, posting))];
        if (isTooDeep && matched.Count > 0)
        {
            if (draft.OnlyIfTaken && await _store.FindAsync(tenantId, hash, cancellationToken) is not null) return new PublishedEvent(value.Id, true, []);
            foreach (var delivery in deliveries) await _notices.TellAsync(tenantId, TooDeep(delivery, posting), cancellationToken);
        }

        List<DocumentWrite> due = [.. deliveries.Select(d => isTooDeep ? _store.ToWrite(TooDeep(d, posting)) : EventStore.ToWrite(d, now + UnderWay))];
        if (!await _store.TryCreateAsync(tenantId, hash, posting, due, draft.IsTimeless, isOwed, cancellationToken))
            return await _store.FindAsync(tenantId, hash, cancellationToken) is { } first ? Repeat(draft, first) : new PublishedEvent(value.Id, true, []);
        if (isOwed) _signals.Owed.Set(tenantId);
        if (isTooDeep)
        {
            if (matched.Count > 0) SubscriptionLog.TooDeep(_logger, draft.Topic, value.Depth, matched.Count);
            return new PublishedEvent(value.Id, false, []);
        }

        await DeliverAsync(tenantId, due, cancellationToken);
        return new PublishedEvent(value.Id, false, takers);
    }

    /// <summary>Why an event would be refused because of one that came before under its source and id; null where nothing speaks against it.</summary>
    public async ValueTask<ApiError?> ConflictAsync(string tenantId, EventDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var before = await _store.FindAsync(tenantId, EventDocuments.HashOf(draft.Team, draft.Topic, draft.Event.Source, draft.Event.Id), cancellationToken);
        return before is null ? null : Repeat(draft, before).Error;
    }

    /// <summary>The event that came before, if this is it. What a webhook calls again may differ in what it counts (Stripe's <c>pending_webhooks</c>), and the product's own tell the same: they are known by their ids alone.</summary>
    private static Outcome<PublishedEvent> Repeat(EventDraft draft, StoredPosting before)
    {
        if (draft is { Origin: null, OnlyIfTaken: false } && !EventContents.AreSame(draft.Event.Json, before.Event))
            return new ApiError(409, ErrorCodes.IdempotencyMismatch, "Another event was published on this topic with this source and id. Give an event an id of its own, or send the same one again as it was.") { Param = "id", ShouldRetry = false };
        return new PublishedEvent(draft.Event.Id, true, before.Takers);
    }

    /// <summary>At once, so that whoever sent the event finds its runs. It is stored: whatever happens here, the loop makes up for it.</summary>
    private async ValueTask DeliverAsync(string tenantId, List<DocumentWrite> due, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var write in due) await _deliverer.DeliverAsync(tenantId, write.Id, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            SubscriptionLog.LeftToTheLoop(_logger, due.Count);
        }
    }

    private async ValueTask<string?> RunAsync(string tenantId, Resource<SubscriptionSpec> subscription, string hash, CancellationToken cancellationToken) => RunTarget.Parse(subscription.Spec.Start) is { } target
        ? await _ids.OfAsync(tenantId, RunInitiator.Subscription(tenantId, subscription.Id, null).By, target.ToString(), EventDeliverer.KeyOf(subscription.Id, hash), cancellationToken)
        : null;

    private static StoredDelivery ToDelivery(Resource<SubscriptionSpec> subscription, string hash, StoredPosting posting) => new()
    {
        Subscription = subscription.Id, Event = hash, Topic = posting.Topic, Team = subscription.Spec.Team, Start = subscription.Spec.Start, CreatedAt = posting.At,
    };

    private StoredDeadLetter TooDeep(StoredDelivery delivery, StoredPosting posting) => DeadLetters.ToStored(
        delivery, posting with { Takers = [] }, _time.GetUtcNow(), DeadLetterReasons.DepthExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The event came about through {posting.Depth} runs, one after the other; more than {_options.MaxDepth} is taken for a loop."));
}
