using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Statements.Storage;

/// <summary>
/// Closed statements, in the container <c>usage</c>, partition (tenant, <c>statements</c>); kept for ever. The parts with the lines are written first, under the hash of all lines; then the statement itself is created,
/// once: whoever comes second finds it. What a process left that was killed in between is overwritten by the same, or removed by the next that closes the month.
/// </summary>
internal sealed class StatementStore(IDocumentStore store)
{
    private const string PartitionName = "statements";
    private const string HeadPrefix = "st.h:";
    private const string PartPrefix = "st.p:";
    private const int LinesAPart = 500;
    private const int HashBytes = 16;

    public async ValueTask<StoredStatement?> FindAsync(string tenantId, StatementMonth month, CancellationToken cancellationToken) =>
        (await store.ReadAsync(Partition(tenantId), HeadPrefix + month, cancellationToken)).Document is { } document ? Read(document) : null;

    /// <summary>Every closed statement by month, without lines.</summary>
    public async ValueTask<IReadOnlyDictionary<StatementMonth, StoredStatement>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        var all = new SortedDictionary<StatementMonth, StoredStatement>();
        var query = new DocumentQuery(IdPrefix: HeadPrefix);
        do
        {
            var page = await store.QueryAsync(Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                if (Read(document) is var stored && StatementMonth.Parse(stored.Month) is { } month) all[month] = stored;
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return all;
    }

    public async ValueTask<List<StatementLine>> LinesAsync(string tenantId, StoredStatement stored, CancellationToken cancellationToken)
    {
        var lines = new List<StatementLine>();
        for (var part = 0; part < stored.Parts; part++)
        {
            var found = await store.ReadAsync(Partition(tenantId), PartId(stored.Month, stored.Hash, part), cancellationToken);
            var document = found.Document ?? throw new InvalidOperationException($"Part {part} of the closed statement {stored.Month} is missing.");
            lines.AddRange(JsonSerializer.Deserialize(document.Body.Span, StatementJson.Default.StoredStatementPart)!.Lines.Select(static l => l.ToLine()));
        }

        return lines;
    }

    /// <summary>Closes a month for good; the statement that is closed afterwards, this one or another's.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="statement">All but hash and parts.</param>
    /// <param name="lines">In the order they are to be kept.</param>
    /// <param name="cancellationToken">Ends the work; close it again.</param>
    public async ValueTask<StoredStatement> CloseAsync(string tenantId, StoredStatement statement, IReadOnlyList<StatementLine> lines, CancellationToken cancellationToken)
    {
        var parts = lines.Chunk(LinesAPart).Select(static chunk => new StoredStatementPart { Lines = [.. chunk.Select(StoredStatementLine.Of)] })
            .Select(static part => JsonSerializer.SerializeToUtf8Bytes(part, StatementJson.Default.StoredStatementPart)).ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts) hash.AppendData(part);
        statement = statement with { Hash = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, HashBytes)), Parts = parts.Count };
        for (var i = 0; i < parts.Count; i++) await store.UpsertAsync(Partition(tenantId), new DocumentWrite(PartId(statement.Month, statement.Hash, i), parts[i]), cancellationToken);
        var head = new DocumentWrite(HeadPrefix + statement.Month, JsonSerializer.SerializeToUtf8Bytes(statement, StatementJson.Default.StoredStatement));
        var created = await store.CreateAsync(Partition(tenantId), head, cancellationToken);
        var closed = created.IsOk ? statement : await FindAsync(tenantId, StatementMonth.Parse(statement.Month)!.Value, cancellationToken) ?? throw new DocumentStoreUnavailableException("A statement was there and is not.");
        await TidyAsync(tenantId, closed, cancellationToken);
        return closed;
    }

    /// <summary>Removes the lines of those that came second or were killed. Nobody reads them.</summary>
    private async ValueTask TidyAsync(string tenantId, StoredStatement closed, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(Partition(tenantId), new DocumentQuery(IdPrefix: $"{PartPrefix}{closed.Month}:"), cancellationToken);
        foreach (var document in page.Items)
        {
            if (!document.Id.StartsWith($"{PartPrefix}{closed.Month}:{closed.Hash}:", StringComparison.Ordinal)) await store.DeleteAsync(Partition(tenantId), document.Id, null, cancellationToken);
        }
    }

    private static StoredStatement Read(Document document) => JsonSerializer.Deserialize(document.Body.Span, StatementJson.Default.StoredStatement)!;

    internal static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Usage, tenantId, PartitionName);

    private static string PartId(string month, string hash, int part) => string.Create(CultureInfo.InvariantCulture, $"{PartPrefix}{month}:{hash}:{part:x4}");
}
