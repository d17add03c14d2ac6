namespace AgentFunctions.Core.Documents;

/// <summary>Checks a filter's size, paths and values; part of <see cref="DocumentValidator"/>.</summary>
internal static class DocumentFilterValidator
{
    public static void Check(DocumentFilter? filter)
    {
        if (filter is null)
            return;
        var nodes = 0;
        Check(filter, 1, ref nodes);
    }

    private static void Check(DocumentFilter filter, int depth, ref int nodes)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (++nodes > DocumentLimits.MaxFilterNodes)
            throw new DocumentLimitException($"A filter has at most {DocumentLimits.MaxFilterNodes} nodes; split the query.");
        if (depth > DocumentLimits.MaxFilterDepth)
            throw new DocumentLimitException($"A filter nests at most {DocumentLimits.MaxFilterDepth} levels; flatten it.");
        switch (filter)
        {
            case DocumentFilter.Compare compare:
                CheckCompare(compare);
                break;
            case DocumentFilter.SumAtMost sum:
                CheckSum(sum);
                break;
            case DocumentFilter.StartsWith startsWith:
                DocumentValidator.CheckPath(startsWith.Path);
                ArgumentNullException.ThrowIfNull(startsWith.Prefix);
                DocumentValidator.CheckValue(startsWith.Prefix);
                break;
            case DocumentFilter.Exists exists:
                DocumentValidator.CheckPath(exists.Path);
                break;
            case DocumentFilter.OneOf oneOf:
                CheckOneOf(oneOf);
                break;
            case DocumentFilter.Contains contains:
                DocumentValidator.CheckPath(contains.Path);
                DocumentValidator.CheckValue(contains.Value);
                break;
            case DocumentFilter.All all:
                CheckEach(all.Filters, depth, ref nodes);
                break;
            case DocumentFilter.Any any:
                CheckEach(any.Filters, depth, ref nodes);
                break;
            case DocumentFilter.Negated negated:
                Check(negated.Filter, depth + 1, ref nodes);
                break;
            default:
                throw new DocumentLimitException("A filter of an unknown kind; use the records inside DocumentFilter.");
        }
    }

    private static void CheckEach(IReadOnlyList<DocumentFilter> filters, int depth, ref int nodes)
    {
        ArgumentNullException.ThrowIfNull(filters);
        foreach (var filter in filters)
            Check(filter, depth + 1, ref nodes);
    }

    private static void CheckCompare(DocumentFilter.Compare compare)
    {
        DocumentValidator.CheckPath(compare.Path);
        DocumentValidator.CheckValue(compare.Value);
        if (!Enum.IsDefined(compare.Operator))
            throw new DocumentLimitException("A comparison with an unknown operator; use one of FilterOperator.");
        if (compare.Operator is not (FilterOperator.Equal or FilterOperator.NotEqual) && compare.Value.Value is not (long or string))
            throw new DocumentLimitException("Ordering operators compare integers or strings; use Equal or NotEqual for null and booleans.");
    }

    private static void CheckSum(DocumentFilter.SumAtMost sum)
    {
        ArgumentNullException.ThrowIfNull(sum.Paths);
        if (sum.Paths.Count is < 1 or > DocumentLimits.MaxSumPaths)
            throw new DocumentLimitException($"A sum has 1 to {DocumentLimits.MaxSumPaths} paths, not {sum.Paths.Count}.");
        foreach (var path in sum.Paths)
            DocumentValidator.CheckPath(path);
        DocumentValidator.CheckValue(sum.Plus);
        DocumentValidator.CheckValue(sum.AtMost);
    }

    private static void CheckOneOf(DocumentFilter.OneOf oneOf)
    {
        DocumentValidator.CheckPath(oneOf.Path);
        ArgumentNullException.ThrowIfNull(oneOf.Values);
        if (oneOf.Values.Count is < 1 or > DocumentLimits.MaxOneOfValues)
            throw new DocumentLimitException($"OneOf takes 1 to {DocumentLimits.MaxOneOfValues} values, not {oneOf.Values.Count}; split the query.");
        foreach (var value in oneOf.Values)
            DocumentValidator.CheckValue(value);
    }
}
