namespace AgentFunctions.Infra.Tests.Queries;

/// <summary>Tables, columns, operators and functions that our queries may use.</summary>
internal static class KqlSchema
{
    private static readonly string[] Common = ["timestamp", "itemType", "customDimensions", "operation_Id", "operation_ParentId", "itemCount", "cloud_RoleName"];

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        // Operators and words between them.
        "where", "extend", "summarize", "project", "top", "order", "join", "union", "let", "by", "asc", "desc", "and", "or", "in", "!in", "has", "startswith", "!startswith", "on", "kind", "inner",

        // Functions.
        "coalesce", "tostring", "toint", "toreal", "sum", "sumif", "max", "avg", "bin", "ago", "percentile", "extract", "isnull",
    };

    public static Dictionary<string, string[]> Tables { get; } = new(StringComparer.Ordinal)
    {
        ["customMetrics"] = [.. Common, "name", "value", "valueCount", "valueSum", "valueMin", "valueMax"],
        ["requests"] = [.. Common, "id", "name", "url", "success", "resultCode", "duration"],
        ["dependencies"] = [.. Common, "id", "name", "type", "target", "data", "success", "resultCode", "duration"],
        ["traces"] = [.. Common, "message", "severityLevel"],

        // Log lines that bear an exception; "message" is the exception's.
        ["exceptions"] = [.. Common, "message", "severityLevel", "type"],
        ["CDBPartitionKeyRUConsumption"] = ["TimeGenerated", "DatabaseName", "CollectionName", "PartitionKey", "RequestCharge", "OperationName"],
    };

    /// <summary>What a query uses that neither it nor Azure has.</summary>
    public static IEnumerable<string> Unknown(KqlQuery query)
    {
        var tokens = query.Tokens;
        var tables = tokens.Where(token => token.Kind == KqlKind.Name && Tables.ContainsKey(token.Value)).Select(static token => token.Value).Distinct().ToList();
        if (tables.Count == 0) yield return "no table";
        HashSet<string> known = [.. Words, .. Tables.Keys, .. tables.SelectMany(static table => Tables[table])];
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != KqlKind.Name) continue;
            if (i + 1 < tokens.Count && tokens[i + 1].Value == "=") known.Add(tokens[i].Value);
            else if (!known.Contains(tokens[i].Value)) yield return tokens[i].Value;
        }
    }
}
