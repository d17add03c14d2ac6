using System.Text.Json;
using AgentFunctions.Core.Expressions;

namespace AgentFunctions.Core.Tests.Expressions;

/// <summary>Short ways to parse and evaluate.</summary>
internal static class Expressions
{
    public static Expression Parse(string text)
    {
        var (expression, error) = Expression.Parse(text);
        Assert.True(expression is not null, $"{text}: {error}");
        return expression;
    }

    public static ExpressionError Error(string text)
    {
        var (expression, error) = Expression.Parse(text);
        Assert.True(expression is null, $"was accepted: {(text.Length > 200 ? text[..200] : text)}");
        return error!;
    }

    public static IReadOnlyDictionary<string, ExpressionValue> Environment(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone().EnumerateObject().ToDictionary(p => p.Name, p => ExpressionValue.Of(p.Value));
    }

    public static ExpressionOutcome Evaluate(string text, string environment = "{}") => Parse(text).Evaluate(Environment(environment));

    /// <summary>The value as JSON; of a failure its reason.</summary>
    public static string Show(ExpressionOutcome outcome) => outcome.Failure is { } failure ? failure.Reason.ToString() : AgentFunctions.Core.Expressions.Templates.ValueJson.TryWrite(outcome.Value!, 0, out var json) is { } wrong ? wrong.Reason.ToString() : json;
}
