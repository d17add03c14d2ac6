using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Delivering;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>Dead letters: read, delivered again, deleted. One of another team's subscription is as if it did not exist. Retention deletes the rest.</summary>
public sealed class DeadLetters
{
    /// <summary>Handled by one request.</summary>
    public const int MaxBulk = 500;

    private readonly IDocumentStore _documents;
    private readonly EventStore _store;
    private readonly EventDeliverer _deliverer;
    private readonly IControlPlane _controlPlane;
    private readonly RunIds _ids;
    private readonly RunStore _runs;
    private readonly TimeProvider _time;

    internal DeadLetters(IDocumentStore documents, EventStore store, EventDeliverer deliverer, IControlPlane controlPlane, RunIds ids, RunStore runs, TimeProvider time) =>
        (_documents, _store, _deliverer, _controlPlane, _ids, _runs, _time) = (documents, store, deliverer, controlPlane, ids, runs, time);

    public async ValueTask<Outcome<DeadLetterPage>> ListAsync(string tenantId, TeamFilter teams, DeadLetterFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (cursor is not null && !EventDocuments.IsLetter(cursor)) return ApiErrors.InvalidRequest("cursor", "cursor must be the nextCursor of the page before.");
        var (items, more) = (new List<DeadLetter>(), false);
        await foreach (var document in WalkAsync(tenantId, teams, filter, cursor, cancellationToken))
        {
            more = items.Count == limit;
            if (more) break;
            items.Add(ToLetter(document));
        }

        return new DeadLetterPage(items, more ? items[^1].Id : null);
    }

    public async ValueTask<Outcome<DeadLetter>> GetAsync(string tenantId, TeamFilter teams, string id, CancellationToken cancellationToken) =>
        await FindAsync(tenantId, teams, id, cancellationToken) is { } document ? ToLetter(document) : NotFound(id);

    /// <summary>Does it; the letter as it was, with the run that it started. Done twice at once, it is done once. <paramref name="by"/>, <c>operator/ops</c>, has no say in what comes of it.</summary>
    public async ValueTask<Outcome<DeadLetter>> DoAsync(string tenantId, TeamFilter teams, string id, DeadLetterVerb verb, string by, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenantId, teams, id, cancellationToken) is not { } document) return NotFound(id);
        return await DoAsync(tenantId, document, verb, by, cancellationToken) is (true, var run) ? ToLetter(document) with { RunId = run } : NotFound(id);
    }

    /// <summary>Does it to all that match, at most <see cref="MaxBulk"/> at once.</summary>
    public async ValueTask<DeadLetterBulkResult> DoAsync(string tenantId, TeamFilter teams, DeadLetterFilter filter, DeadLetterVerb verb, string by, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (found, more) = (new List<Document>(), false);
        await foreach (var document in WalkAsync(tenantId, teams, filter, null, cancellationToken))
        {
            more = found.Count == MaxBulk;
            if (more) break;
            found.Add(document);
        }

        var items = new List<(DeadLetter, bool)>();
        foreach (var document in found)
        {
            var (isDone, run) = isDryRun ? (false, null) : await DoAsync(tenantId, document, verb, by, cancellationToken);
            items.Add((ToLetter(document) with { RunId = run }, isDone));
        }

        return new DeadLetterBulkResult(items, more);
    }

    internal static StoredDeadLetter ToStored(StoredDelivery delivery, StoredPosting posting, DateTimeOffset at, string reason, string message) => new()
    {
        At = at.ToUnixTimeMilliseconds(), Reason = reason, Message = message, Delivery = delivery, Posting = posting, Subscription = delivery.Subscription, Topic = delivery.Topic, Team = delivery.Team,
    };

    private async ValueTask<(bool IsDone, string? Run)> DoAsync(string tenantId, Document document, DeadLetterVerb verb, string by, CancellationToken cancellationToken)
    {
        if (verb == DeadLetterVerb.Delete) return (await _store.ReplaceAsync(tenantId, document, null, cancellationToken), null);
        var letter = Read(document);
        var view = await _controlPlane.GetViewAsync(tenantId, cancellationToken) ?? throw new DocumentStoreUnavailableException("The tenant's state could not be confirmed.");

        // Nothing was started: it is free to be started as the subscription says by now.
        var start = view.Subscriptions.TryGetValue(letter.Subscription, out var now) ? now.Spec.Start : letter.Delivery.Start;
        await _store.KeepAsync(tenantId, letter.Delivery.Event, letter.Posting, cancellationToken);
        var due = EventStore.ToWrite(letter.Delivery with { Attempts = 0, LastError = null, Start = start, RedrivenBy = RunPeople.Of([.. letter.Delivery.RedrivenBy ?? [], by]), CreatedAt = _time.GetUtcNow().ToUnixTimeMilliseconds() }, _time.GetUtcNow());
        if (!await _store.ReplaceAsync(tenantId, document, due, cancellationToken)) return (false, null);
        try
        {
            await _deliverer.DeliverAsync(tenantId, due.Id, cancellationToken);
            return (true, await StartedAsync(tenantId, letter, start, cancellationToken));
        }
        catch (DocumentStoreUnavailableException)
        {
            // It is due; the loop delivers it.
            return (true, null);
        }
    }

    /// <summary>The run of a delivery that was made; null where it failed again or tells a run instead.</summary>
    private async ValueTask<string?> StartedAsync(string tenantId, StoredDeadLetter letter, string? start, CancellationToken cancellationToken)
    {
        if (RunTarget.Parse(start) is not { } target) return null;
        var by = RunInitiator.Subscription(tenantId, letter.Subscription, null).By;
        var id = await _ids.OfAsync(tenantId, by, target.ToString(), EventDeliverer.KeyOf(letter.Subscription, letter.Delivery.Event), cancellationToken);
        return await _runs.FindAsync(tenantId, id, cancellationToken) is null ? null : id;
    }

    private async ValueTask<Document?> FindAsync(string tenantId, TeamFilter teams, string id, CancellationToken cancellationToken) =>
        EventDocuments.IsLetter(id) && (await _documents.ReadAsync(EventDocuments.Partition(tenantId), EventDocuments.Letters + id, cancellationToken)).Document is { } document && teams.Includes(Read(document).Team)
            ? document
            : null;

    private async IAsyncEnumerable<Document> WalkAsync(string tenantId, TeamFilter teams, DeadLetterFilter filter, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string Path, string? Value)[] wanted = [("subscription", filter.Subscription), ("topic", filter.Topic), ("reason", filter.Reason)];
        DocumentFilter[] filters = [.. wanted.Where(static w => w.Value is not null).Select(static w => DocumentFilter.Equal(w.Path, w.Value!))];
        var query = new DocumentQuery(filters.Length == 0 ? null : DocumentFilter.And(filters), Limit: 100, IdPrefix: EventDocuments.Letters, IdAfter: after is null ? null : EventDocuments.Letters + after);
        do
        {
            var page = await _documents.QueryAsync(EventDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                if (teams.Includes(Read(document).Team)) yield return document;
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private static StoredDeadLetter Read(Document document) => JsonSerializer.Deserialize(document.Body.Span, SubscriptionJson.Stored.StoredDeadLetter)!;

    private static DeadLetter ToLetter(Document document)
    {
        var stored = Read(document);
        using var json = JsonDocument.Parse(stored.Posting.Event);
        return new DeadLetter
        {
            Id = document.Id[EventDocuments.Letters.Length..],
            Subscription = stored.Subscription,
            Topic = stored.Topic,
            Team = stored.Team,
            Reason = stored.Reason,
            Message = stored.Message,
            Attempts = stored.Delivery.Attempts,
            At = DateTimeOffset.FromUnixTimeMilliseconds(stored.At),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(stored.Posting.At),
            EventId = stored.Posting.Id,
            Event = json.RootElement.Clone(),
        };
    }

    private static ApiError NotFound(string id) => ApiErrors.NotFound("id", $"dead-letters/{id} does not exist in this tenant.");
}
