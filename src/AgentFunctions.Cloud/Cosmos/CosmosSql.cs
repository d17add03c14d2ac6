using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>
/// Filters as SQL of Cosmos DB. Each comparison stands behind a check of the type, so that no part of it is ever undefined and NOT means what it says. Values are literals of JSON where there are no parameters
/// (predicates of patches), otherwise the caller's parameters.
/// </summary>
internal static class CosmosSql
{
    private static readonly string Most = Literal(DocumentLimits.MaxInteger);
    private static readonly string Least = Literal(-DocumentLimits.MaxInteger);

    /// <summary>A path inside the body.</summary>
    public static string Path(string dotted) => "c[\"body\"]" + string.Concat(DocumentPath.Split(dotted).Select(static name => $"[\"{name}\"]"));

    /// <summary>A value as JSON, everything beyond ASCII escaped.</summary>
    public static string Literal(DocumentValue value) => value.Value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        var text => $"\"{JsonEncodedText.Encode((string)text)}\"",
    };

    public static string IsInteger(string path) => $"(IS_INTEGER({path}) AND {path} >= {Least} AND {path} <= {Most})";

    /// <summary>Whether the document has not expired.</summary>
    public static string IsAlive(DateTimeOffset now, Func<DocumentValue, string> value) => $"(NOT IS_DEFINED(c[\"exp\"]) OR c[\"exp\"] > {value(now.ToUnixTimeMilliseconds())})";

    public static string Of(DocumentFilter filter, Func<DocumentValue, string> value) => filter switch
    {
        DocumentFilter.Compare compare => Compare(Path(compare.Path), compare.Operator, compare.Value, value),
        DocumentFilter.SumAtMost sum => Sum(sum, value),
        DocumentFilter.StartsWith starts => $"(IS_STRING({Path(starts.Path)}) AND STARTSWITH({Path(starts.Path)}, {value(starts.Prefix)}))",
        DocumentFilter.Exists exists => $"IS_DEFINED({Path(exists.Path)})",
        DocumentFilter.OneOf one => Joined(" OR ", "false", one.Values.Select(each => Equal(Path(one.Path), each, value))),
        DocumentFilter.Contains contains => $"(IS_ARRAY({Path(contains.Path)}) AND ARRAY_CONTAINS({Path(contains.Path)}, {value(contains.Value)}))",
        DocumentFilter.All all => Joined(" AND ", "true", all.Filters.Select(each => Of(each, value))),
        DocumentFilter.Any any => Joined(" OR ", "false", any.Filters.Select(each => Of(each, value))),
        DocumentFilter.Negated negated => $"(NOT {Of(negated.Filter, value)})",
        _ => throw new DocumentLimitException("A filter of an unknown kind; use the records inside DocumentFilter."),
    };

    public static string Joined(string with, string empty, IEnumerable<string> parts) => string.Join(with, parts) is { Length: > 0 } text ? $"({text})" : empty;

    private static string Compare(string path, FilterOperator with, DocumentValue operand, Func<DocumentValue, string> value) => with switch
    {
        FilterOperator.Equal => Equal(path, operand, value),
        FilterOperator.NotEqual => $"(IS_DEFINED({path}) AND NOT {Equal(path, operand, value)})",
        _ => $"({TypeOf(path, operand)} AND {path} {Symbol(with)} {value(operand)})",
    };

    private static string Equal(string path, DocumentValue operand, Func<DocumentValue, string> value) =>
        operand.Value is null ? $"IS_NULL({path})" : $"({TypeOf(path, operand)} AND {path} = {value(operand)})";

    private static string TypeOf(string path, DocumentValue operand) => operand.Value switch
    {
        string => $"IS_STRING({path})",
        long => $"IS_NUMBER({path})",
        _ => $"IS_BOOL({path})",
    };

    private static string Symbol(FilterOperator with) => with switch
    {
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        _ => ">=",
    };

    /// <summary>The constant goes to the right side, so that sums of one counter stay exact.</summary>
    private static string Sum(DocumentFilter.SumAtMost filter, Func<DocumentValue, string> value)
    {
        var paths = filter.Paths.Select(Path).ToList();
        var typed = paths.Select(static path => $"(NOT IS_DEFINED({path}) OR {IsInteger(path)})");
        var sum = string.Join(" + ", paths.Select(static path => $"(IS_DEFINED({path}) ? {path} : 0)"));
        var rest = (long)Math.Clamp((decimal)filter.AtMost - filter.Plus, long.MinValue, long.MaxValue);
        return $"({string.Join(" AND ", typed)} AND {sum} <= {value(rest)})";
    }
}
