using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Events.Intake;

/// <summary>Dead letters of streams in the document store, for thirty days: partition (the platform, <c>{stream}-dead</c>), <c>d:{position}</c>. A long one is cut.</summary>
internal sealed class DocumentStreamDeadLetters(IDocumentStore store, TimeProvider time) : IStreamDeadLetters
{
    private const string Prefix = "d:";

    // As base64 within what a document holds.
    private const int MaxBytes = 700 * 1024;

    // Each comes with its event: few at a time.
    private const int Portion = 10;
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public async ValueTask KeepAsync(string stream, string id, string reason, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var bytes = body.Length > MaxBytes ? body[..MaxBytes] : body;
        var letter = new StoredStreamLetter { Size = body.Length, Data = bytes.ToArray(), Reason = reason, At = time.GetUtcNow().ToUnixTimeMilliseconds() };
        await store.UpsertAsync(Partition(stream), new DocumentWrite(Prefix + id, JsonSerializer.SerializeToUtf8Bytes(letter, IntakeJson.Default.StoredStreamLetter), Life), cancellationToken);
    }

    public async ValueTask<Outcome<StreamLetterPage>> ListAsync(string stream, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (cursor is not null && !IsId(cursor)) return StreamLetterPage.UnknownCursor;
        var query = new DocumentQuery(Limit: Math.Min(limit, Portion), IdPrefix: Prefix, IdAfter: cursor is null ? null : Prefix + cursor);
        while (true)
        {
            var page = await store.QueryAsync(Partition(stream), query, cancellationToken);
            StreamLetter[] items = [.. page.Items.Select(document => ToLetter(stream, document) with { Body = default })];
            if (page.Continuation is null) return new StreamLetterPage(items, null);
            if (items.Length > 0) return new StreamLetterPage(items, items[^1].Id);
            query = query with { Continuation = page.Continuation };
        }
    }

    public async ValueTask<StreamLetter?> FindAsync(string stream, string id, CancellationToken cancellationToken) =>
        (await store.ReadAsync(Partition(stream), Prefix + id, cancellationToken)).Document is { } document ? ToLetter(stream, document) : null;

    public async ValueTask RemoveAsync(string stream, string id, CancellationToken cancellationToken) => await store.DeleteAsync(Partition(stream), Prefix + id, null, cancellationToken);

    internal static DocumentPartition Partition(string stream) => new(DocumentContainer.Streams, Tenants.System, stream + "-dead");

    private static bool IsId(string text) => text.Length is > 0 and <= 120 && text.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private static StreamLetter ToLetter(string stream, Document document)
    {
        var stored = JsonSerializer.Deserialize(document.Body.Span, IntakeJson.Default.StoredStreamLetter)!;
        return new StreamLetter
        {
            Stream = stream,
            Id = document.Id[Prefix.Length..],
            Reason = stored.Reason,
            At = stored.At is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            Size = stored.Size,
            Body = stored.Data,
        };
    }
}
