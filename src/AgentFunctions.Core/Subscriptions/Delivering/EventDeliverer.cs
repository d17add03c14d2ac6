using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.Core.Subscriptions.Publishing;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>Makes a delivery. A start has a key of subscription and event: made again, by whomever, it is the same run. A signal is given at least once.</summary>
internal sealed class EventDeliverer(IControlPlane controlPlane, EventStore store, CausedRuns caused, RunStarter starter, RunSignaller signaller, DeadLetterNotices notices, TimeProvider time, ILogger<EventDeliverer> logger)
{
    /// <summary>Deliveries of an event are written before it only moments; one without an event for longer has none.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(30);

    public static string KeyOf(string subscription, string eventHash) => $"{subscription}:{eventHash}";

    /// <exception cref="DocumentStoreUnavailableException">It stays due.</exception>
    public async ValueTask DeliverAsync(string tenantId, string documentId, CancellationToken cancellationToken)
    {
        if (await store.FindDueAsync(tenantId, documentId, cancellationToken) is { } document) await DeliverAsync(tenantId, document, cancellationToken);
    }

    public async ValueTask DeliverAsync(string tenantId, Document document, CancellationToken cancellationToken)
    {
        var delivery = JsonSerializer.Deserialize(document.Body.Span, SubscriptionJson.Stored.StoredDelivery)!;
        if (await store.FindAsync(tenantId, delivery.Event, cancellationToken) is not { } posting)
        {
            // It waits for its event, which comes after it where there are very many; or whoever took the event was stopped before it was answered.
            if (time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(delivery.CreatedAt) > Lost) await store.ReplaceAsync(tenantId, document, null, cancellationToken);
            return;
        }

        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) return;
        var failure = await TryAsync(tenantId, view, delivery, posting, cancellationToken);
        if (failure is null) await store.ReplaceAsync(tenantId, document, null, cancellationToken);
        else await FailAsync(tenantId, document, delivery, posting, failure, view.Subscriptions.GetValueOrDefault(delivery.Subscription)?.Spec.Retry.Attempts ?? 1, cancellationToken);
    }

    private async ValueTask<DeliveryFailure?> TryAsync(string tenantId, ControlPlaneView view, StoredDelivery delivery, StoredPosting posting, CancellationToken cancellationToken)
    {
        if (!view.Subscriptions.TryGetValue(delivery.Subscription, out var subscription) || !subscription.Spec.HasTarget) return new DeliveryFailure("The subscription does not exist any more.", DeadLetterReasons.SubscriptionGone);

        // Declared anew for another team: what was the one's is not given to the other.
        if (subscription.Spec.Team is { } team && team != posting.Team) return new DeliveryFailure("The subscription belongs to another team now.", DeadLetterReasons.SubscriptionGone);
        if (!EventMatcher.IsInService(subscription, time.GetUtcNow())) return new DeliveryFailure("The subscription is out of service.", DeadLetterReasons.SubscriptionSuspended);
        using var json = JsonDocument.Parse(posting.Event);
        var environment = EventEnvironment.Of(json.RootElement, posting.Topic);
        var compiled = CompiledSubscription.Of(subscription);
        var (input, failed) = compiled.Input(json.RootElement, environment);
        if (input is not { } content) return new DeliveryFailure($"The input cannot be made of the event: {failed}", DeadLetterReasons.InputFailed);
        if (RunTarget.Parse(delivery.Start) is { } target) return await StartAsync(tenantId, subscription, delivery, posting, target, (content, await EventLabels.OfAsync(view, posting.By, cancellationToken)), cancellationToken);
        if (subscription.Spec.Signal is not { } signal) return new DeliveryFailure("The subscription tells no run any more.", DeadLetterReasons.SubscriptionGone);
        return compiled.Run(environment) is { Length: > 0 } run
            ? await signaller.SignalAsync(tenantId, subscription.Spec.Team, run, signal.Event, content, PeopleOf(delivery, posting), cancellationToken)
            : new DeliveryFailure("The event names no run: spec.signal.run gives none.", DeadLetterReasons.NoRun);
    }

    private async ValueTask<DeliveryFailure?> StartAsync(string tenantId, Resource<SubscriptionSpec> subscription, StoredDelivery delivery, StoredPosting posting, RunTarget target, (JsonElement Content, ContentLabel Label) input, CancellationToken cancellationToken)
    {
        // What the run said is erased, and this with it.
        var speaker = RunEndEvents.SpeakerOf(posting);
        if (!await caused.MayStartAsync(tenantId, speaker, cancellationToken)) return null;
        var request = new RunRequest { Target = target, Input = input.Content, InputLabel = input.Label, IdempotencyKey = KeyOf(delivery.Subscription, delivery.Event), EventDepth = posting.Depth, PublishedBy = PeopleOf(delivery, posting), EndUser = posting.EndUser, CausedBy = speaker };
        var outcome = await starter.StartAsync(RunInitiator.Subscription(tenantId, subscription.Id, subscription.Spec.Team), request, cancellationToken);

        if (outcome.Value is { } run) await caused.StartedAsync(tenantId, speaker, run, cancellationToken);

        // Another input: the run is there, from before the subscription was changed. Purged: it is over.
        if (outcome.Error is not { } error || error.Code == ErrorCodes.IdempotencyMismatch || (error.Code == ErrorCodes.Conflict && error.Param == "Idempotency-Key")) return null;

        // The event stays as it is, and so does what is made of it.
        return new DeliveryFailure(error.Message, error is { Status: 400, Param: "input" } || error.Param?.StartsWith("input.", StringComparison.Ordinal) == true ? DeadLetterReasons.InputFailed : null);
    }

    private static IReadOnlyList<string> PeopleOf(StoredDelivery delivery, StoredPosting posting) => RunPeople.Of([.. posting.People, .. delivery.RedrivenBy ?? []]);

    private async ValueTask FailAsync(string tenantId, Document document, StoredDelivery delivery, StoredPosting posting, DeliveryFailure failure, int maxAttempts, CancellationToken cancellationToken)
    {
        var (attempts, now) = (delivery.Attempts + 1, time.GetUtcNow());
        var tried = delivery with { Attempts = attempts, LastError = failure.Message };
        SubscriptionLog.AttemptFailed(logger, delivery.Subscription, attempts, failure.Message);
        if (failure.Reason is null && attempts < maxAttempts)
        {
            await store.ReplaceAsync(tenantId, document, EventStore.ToWrite(tried, now + DeliveryDelays.After(attempts)), cancellationToken);
            return;
        }

        var reason = failure.Reason ?? failure.LastReason;
        var letter = DeadLetters.ToStored(tried, posting, now, reason, failure.Message);

        // Told first: what is broken off in between is told again, as the same notification, and not forgotten.
        await notices.TellAsync(tenantId, letter, cancellationToken);
        if (await store.ReplaceAsync(tenantId, document, store.ToWrite(letter), cancellationToken)) SubscriptionLog.Dead(logger, delivery.Subscription, reason);
    }
}
