using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Subjects;

/// <summary>Events that came about on behalf of people (<see cref="CloudEventNames.EndUser"/>), what is due and owed of them, and their dead letters. Events are of no agent: what an agent keeps has none.</summary>
internal sealed class EventSubjects(IDocumentStore store) : ISubjectData
{
    private const string Events = "e:";

    public string Name => "events";

    public async IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (scope.Agent is not null) yield break;
        await foreach (var document in ScanAsync(scope.TenantId, Events, DocumentFilter.Equal("subject", scope.Subject), cancellationToken))
            yield return new SubjectItem("event", null, Json(JsonSerializer.Deserialize(document.Body.Span, SubscriptionJson.Stored.StoredPosting)!));
        await foreach (var document in LettersAsync(scope, cancellationToken))
            yield return new SubjectItem("deadLetter", null, Json(JsonSerializer.Deserialize(document.Body.Span, SubscriptionJson.Stored.StoredDeadLetter)!.Posting));
    }

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (scope.Agent is not null) return;
        var partition = EventDocuments.Partition(scope.TenantId);
        foreach (var document in await ListAsync(ScanAsync(scope.TenantId, Events, DocumentFilter.Equal("subject", scope.Subject), cancellationToken)))
        {
            foreach (var due in await ListAsync(ScanAsync(scope.TenantId, EventDocuments.Due, DocumentFilter.Equal("event", document.Id[Events.Length..]), cancellationToken))) await store.DeleteAsync(partition, due.Id, null, cancellationToken);
            await tally.CountAsync([document.Id], cancellationToken);
            await store.DeleteAsync(partition, document.Id, null, cancellationToken);
        }

        // Also of events that are gone already: no hub gets them any more.
        foreach (var owed in await ListAsync(ScanAsync(scope.TenantId, EventDocuments.Owed, DocumentFilter.Equal("subject", scope.Subject), cancellationToken))) await store.DeleteAsync(partition, owed.Id, null, cancellationToken);
        await tally.RemoveAsync(await ListAsync(LettersAsync(scope, cancellationToken)), static letter => letter.Id, async letter => await store.DeleteAsync(partition, letter.Id, null, cancellationToken), cancellationToken);
    }

    private IAsyncEnumerable<Document> LettersAsync(SubjectScope scope, CancellationToken cancellationToken) =>
        ScanAsync(scope.TenantId, EventDocuments.Letters, DocumentFilter.Equal("posting.subject", scope.Subject), cancellationToken);

    private async IAsyncEnumerable<Document> ScanAsync(string tenantId, string prefix, DocumentFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(filter, IdPrefix: prefix);
        do
        {
            var page = await store.QueryAsync(EventDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private static async ValueTask<List<Document>> ListAsync(IAsyncEnumerable<Document> documents)
    {
        List<Document> found = [];
        await foreach (var document in documents) found.Add(document);
        return found;
    }

    private static JsonElement Json(StoredPosting posting) => JsonElement.Parse(posting.Event);
}
