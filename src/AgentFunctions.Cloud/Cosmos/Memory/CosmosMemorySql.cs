using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos.Memory;

/// <summary>
/// The queries for records. Each names the tenant and the agent and what the reader may be given, so that nothing else is counted or ranked; every value is a parameter. Ranked queries say how many they want: without that the
/// service would rank everything.
/// </summary>
/// <param name="filter">Whose records, and which.</param>
/// <param name="now">What has expired is no record.</param>
internal sealed class CosmosMemorySql(MemoryFilter filter, DateTimeOffset now)
{
    private const string Record = "c[\"id\"], c[\"body\"]";

    private static readonly string Text = CosmosMemoryPolicy.Path(CosmosMemoryPolicy.Text);
    private static readonly string At = CosmosMemoryPolicy.Path(CosmosMemoryPolicy.At);
    private static readonly string Embedding = CosmosMemoryPolicy.Path(CosmosMemoryPolicy.Embedding);

    public DocumentPartition Partition { get; } = new(DocumentContainer.Memory, filter.TenantId, filter.Agent);

    /// <summary>How many records there are; of a word, how many have it.</summary>
    public QueryDefinition Count(string? key)
    {
        var parameters = new CosmosParameters();
        var parts = Admitted(parameters, counts: true);
        if (key is not null) parts.Add($"FullTextContains({Text}, {parameters.Add(key)})");
        return parameters.Of($"SELECT VALUE COUNT(1) FROM c WHERE {string.Join(" AND ", parts)}");
    }

    /// <summary>The best by words.</summary>
    public QueryDefinition ByWords(IReadOnlyList<string> keys, string? sessionId, int top)
    {
        var parameters = new CosmosParameters();
        var parts = Admitted(parameters, sessionId);
        var words = string.Join(", ", keys.Select(key => parameters.Add(key)));
        parts.Add($"FullTextContainsAny({Text}, {words})");
        return parameters.Of(string.Create(CultureInfo.InvariantCulture, $"SELECT TOP {top} {Record} FROM c WHERE {string.Join(" AND ", parts)} ORDER BY RANK FullTextScore({Text}, {words})"));
    }

    /// <summary>The best by words and by nearness together; by nearness alone where there are no words. Each says how near it is.</summary>
    public QueryDefinition ByVector(IReadOnlyList<string> keys, ReadOnlyMemory<float> vector, string model, string? sessionId, int top)
    {
        var parameters = new CosmosParameters();
        var parts = Admitted(parameters, sessionId);
        var words = string.Join(", ", keys.Select(key => parameters.Add(key)));
        var isOfModel = $"{CosmosSql.Path(MemoryRecordJson.Vector + ".model")} = {parameters.Add(model)}";
        parts.Add(keys.Count == 0 ? isOfModel : $"(FullTextContainsAny({Text}, {words}) OR {isOfModel})");
        var distance = $"VectorDistance({Embedding}, {parameters.Add(vector)})";
        var order = keys.Count == 0 ? distance : $"RANK RRF(FullTextScore({Text}, {words}), {distance})";
        return parameters.Of(string.Create(CultureInfo.InvariantCulture, $"SELECT TOP {top} {Record}, {distance} AS similarity FROM c WHERE {string.Join(" AND ", parts)} ORDER BY {order}"));
    }

    /// <summary>The latest of a time.</summary>
    public QueryDefinition ByTime(DateTimeOffset? from, DateTimeOffset? to, string? sessionId, int top)
    {
        var parameters = new CosmosParameters();
        var parts = Admitted(parameters, sessionId);
        if (from is { } first) parts.Add($"{At} >= {parameters.Add(first.ToUnixTimeMilliseconds())}");
        if (to is { } end) parts.Add($"{At} < {parameters.Add(end.ToUnixTimeMilliseconds())}");
        return parameters.Of(string.Create(CultureInfo.InvariantCulture, $"SELECT TOP {top} {Record} FROM c WHERE {string.Join(" AND ", parts)} ORDER BY {At} DESC, c[\"id\"] DESC"));
    }

    /// <summary>Records of some turns and ids.</summary>
    public QueryDefinition Related(IEnumerable<TurnRange> turns, IEnumerable<string> ids)
    {
        var parameters = new CosmosParameters();
        var parts = Admitted(parameters);
        var (session, turn) = (CosmosSql.Path("sessionId"), CosmosSql.Path("turn"));
        var wanted = turns.Select(range => $"({session} = {parameters.Add(range.SessionId)} AND {turn} >= {parameters.Add(range.First)} AND {turn} <= {parameters.Add(range.Last)})")
            .Concat(ids.Select(id => $"c[\"id\"] = {parameters.Add(id)}"));
        parts.Add(CosmosSql.Joined(" OR ", "false", wanted));
        return parameters.Of(string.Create(CultureInfo.InvariantCulture, $"SELECT TOP {RelatedQuery.MaxRecords} {Record} FROM c WHERE {string.Join(" AND ", parts)} ORDER BY c[\"id\"] ASC"));
    }

    /// <param name="parameters">Where values go.</param>
    /// <param name="sessionId">Of this session only; null: of all.</param>
    /// <param name="counts">Only what counts: no superseded ones that held once.</param>
    private List<string> Admitted(CosmosParameters parameters, string? sessionId = null, bool counts = false)
    {
        var parts = CosmosQuery.Named(Partition, parameters);
        parts.Add(CosmosSql.IsAlive(now, parameters.Add));
        parts.Add($"STARTSWITH(c[\"id\"], {parameters.Add(MemoryRecordJson.IdPrefix)})");
        parts.Add(CosmosSql.Of(filter.HeldAt is { } at && !counts ? DocumentFilter.Or(OneOf("state", filter.States), PastAt(at)) : OneOf("state", filter.States), parameters.Add));
        parts.Add(CosmosSql.Of(OneOf("label.confidentiality", Enum.GetValues<Confidentiality>().Where(one => one <= filter.MaxConfidentiality)), parameters.Add));
        parts.Add(CosmosSql.Of(OneOf("label.integrity", Enum.GetValues<Integrity>().Where(one => one >= filter.MinIntegrity)), parameters.Add));
        if (filter.Kinds.Count > 0) parts.Add(CosmosSql.Of(OneOf("kind", filter.Kinds), parameters.Add));
        if (filter.Subject is { } person) parts.Add(CosmosSql.Of(OfPersonOrNobody(person), parameters.Add));
        if (sessionId is not null) parts.Add($"{CosmosSql.Path("sessionId")} = {parameters.Add(sessionId)}");
        return parts;
    }

    /// <summary>What names somebody in a way that is not compared here is that person's, not nobody's.</summary>
    private static DocumentFilter OfPersonOrNobody(string person) => DocumentFilter.Or(
        DocumentFilter.Equal("subjectKey", person),
        DocumentFilter.Equal("speakerKey", person),
        new DocumentFilter.Negated(DocumentFilter.Or(new DocumentFilter.Exists("subject"), new DocumentFilter.Exists("subjectKey"), new DocumentFilter.Exists("speaker"), new DocumentFilter.Exists("speakerKey"))));

    /// <summary>Roughly: times in the body are text of several forms, and a day is more than they differ by. Whether one held is asked of the record (<see cref="MemoryFilter.Admits"/>).</summary>
    private static DocumentFilter PastAt(DateTimeOffset at) => DocumentFilter.And(
        DocumentFilter.Equal("state", MemoryRecordJson.NameOf(MemoryState.Superseded)),
        new DocumentFilter.Compare("validTo", FilterOperator.Greater, (at.UtcDateTime - DateTime.MinValue).TotalDays < 1 ? "" : at.UtcDateTime.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    private static DocumentFilter.OneOf OneOf<T>(string path, IEnumerable<T> values)
        where T : struct, Enum => new(path, [.. values.Distinct().Select(value => (DocumentValue)MemoryRecordJson.NameOf(value))]);
}
