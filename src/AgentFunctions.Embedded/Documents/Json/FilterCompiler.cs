using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>
/// Turns a validated filter into a predicate over bodies. Evaluated here rather than by SQLite's JSON functions, which know no booleans (true is 1), convert between types when
/// they compare and cannot tell a missing property from null in one expression.
/// </summary>
internal static class FilterCompiler
{
    public static BodyPredicate? Compile(DocumentFilter? filter) => filter is null ? null : CompileNode(filter);

    private static BodyPredicate CompileNode(DocumentFilter filter) => filter switch
    {
        DocumentFilter.Compare compare => Compare(compare),
        DocumentFilter.SumAtMost sum => Sum(sum),
        DocumentFilter.StartsWith startsWith => StartsWith(startsWith),
        DocumentFilter.Exists exists => Exists(JsonPath.Of(exists.Path)),
        DocumentFilter.OneOf oneOf => OneOf(oneOf),
        DocumentFilter.Contains contains => Contains(contains),
        DocumentFilter.All all => All(all.Filters.Select(CompileNode).ToArray()),
        DocumentFilter.Any any => Any(any.Filters.Select(CompileNode).ToArray()),
        DocumentFilter.Negated negated => Not(CompileNode(negated.Filter)),
        _ => throw new DocumentLimitException("A filter of an unknown kind; use the records inside DocumentFilter."),
    };

    private static BodyPredicate Compare(DocumentFilter.Compare compare)
    {
        var path = JsonPath.Of(compare.Path);
        var operand = new JsonOperand(compare.Value);
        return compare.Operator switch
        {
            FilterOperator.Equal => body => JsonBody.Find(body, path, out var at) == JsonLookup.Found && operand.IsEqual(body, at),
            FilterOperator.NotEqual => body => JsonBody.Find(body, path, out var at) == JsonLookup.Found && !operand.IsEqual(body, at),
            FilterOperator.Less => Order(path, operand, order => order < 0),
            FilterOperator.LessOrEqual => Order(path, operand, order => order <= 0),
            FilterOperator.Greater => Order(path, operand, order => order > 0),
            FilterOperator.GreaterOrEqual => Order(path, operand, order => order >= 0),
            _ => throw new DocumentLimitException("A comparison with an unknown operator; use one of FilterOperator."),
        };
    }

    private static BodyPredicate Order(JsonPath path, JsonOperand operand, Func<int, bool> holds) =>
        body => JsonBody.Find(body, path, out var at) == JsonLookup.Found && operand.TryOrder(body, at, out var order) && holds(order);

    private static BodyPredicate Sum(DocumentFilter.SumAtMost filter)
    {
        var paths = filter.Paths.Select(JsonPath.Of).ToArray();
        return body =>
        {
            // At most 11 terms within 2^53: no overflow.
            var sum = filter.Plus;
            foreach (var path in paths)
            {
                if (JsonBody.Find(body, path, out var at) != JsonLookup.Found)
                    continue;
                if (at.Type != JsonTokenType.Number || !JsonNumber.TryGetInteger(at.In(body), out var integer))
                    return false;
                sum += integer;
            }
            return sum <= filter.AtMost;
        };
    }

    private static BodyPredicate StartsWith(DocumentFilter.StartsWith filter)
    {
        var path = JsonPath.Of(filter.Path);
        var prefix = Encoding.UTF8.GetBytes(filter.Prefix);
        return body => JsonBody.Find(body, path, out var at) == JsonLookup.Found && at.Type == JsonTokenType.String && JsonText.Utf8(at.In(body)).StartsWith(prefix);
    }

    private static BodyPredicate Exists(JsonPath path) => body => JsonBody.Find(body, path, out _) == JsonLookup.Found;

    private static BodyPredicate OneOf(DocumentFilter.OneOf filter)
    {
        var path = JsonPath.Of(filter.Path);
        var operands = filter.Values.Select(value => new JsonOperand(value)).ToArray();
        return body =>
        {
            if (JsonBody.Find(body, path, out var at) != JsonLookup.Found)
                return false;
            foreach (var operand in operands)
            {
                if (operand.IsEqual(body, at))
                    return true;
            }
            return false;
        };
    }

    private static BodyPredicate Contains(DocumentFilter.Contains filter)
    {
        var path = JsonPath.Of(filter.Path);
        var operand = new JsonOperand(filter.Value);
        return body => JsonBody.Find(body, path, out var at) == JsonLookup.Found && at.Type == JsonTokenType.StartArray && JsonBody.ArrayContains(body, at, operand);
    }

    private static BodyPredicate All(BodyPredicate[] predicates) => body =>
    {
        foreach (var predicate in predicates)
        {
            if (!predicate(body))
                return false;
        }
        return true;
    };

    private static BodyPredicate Any(BodyPredicate[] predicates) => body =>
    {
        foreach (var predicate in predicates)
        {
            if (predicate(body))
                return true;
        }
        return false;
    };

    private static BodyPredicate Not(BodyPredicate predicate) => body => !predicate(body);
}
