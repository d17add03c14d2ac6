using System.Text.Json;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>What a trial is to come to. Everything that is not as expected is said, each with the place of the expectation and what was there instead.</summary>
internal sealed class DefinitionTestExpectations(JsonElement expected)
{
    private const string Path = "expect";

    /// <summary>A trial without expectations is one that is to succeed.</summary>
    public static DefinitionTestExpectations Success { get; } = new(EnvironmentJson.Write(new Dictionary<string, JsonElement> { ["status"] = EnvironmentJson.Text("succeeded") }));

    /// <summary>Reads the part of a request that fits its schema.</summary>
    public static DefinitionTestExpectations Read(JsonElement expected) => new(expected);

    /// <param name="report">Of the trial.</param>
    public IReadOnlyList<(string Path, string Message)> Check(JsonElement report)
    {
        var failures = new List<(string Path, string Message)>();
        foreach (var missing in report.GetProperty("missing").EnumerateArray())
            failures.Add(($"{missing.GetProperty("kind").GetString()}/{missing.GetProperty("name").GetString()}", $"the script has no answer at step {missing.GetProperty("step").GetString()}"));
        Compare("status", report.GetProperty("status"), failures);
        Compare("output", report.GetProperty("output"), failures);
        Compare("error", report.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code") : EnvironmentJson.Null, failures);
        Compare("elapsed", report.GetProperty("elapsed"), failures);
        Compare("asked", StepsOf(report.GetProperty("asked")), failures);
        if (expected.TryGetProperty("steps", out var steps)) CheckSteps(steps, report.GetProperty("steps"), failures);
        if (expected.TryGetProperty("calls", out var calls)) CheckCalls(calls, report.GetProperty("calls"), failures);
        if (expected.TryGetProperty("that", out var conditions)) CheckConditions(conditions, report, failures);
        return failures;
    }

    private void Compare(string name, JsonElement actual, List<(string Path, string Message)> failures)
    {
        if (expected.TryGetProperty(name, out var wanted)) failures.AddRange(ExpectedJson.Differences(wanted, actual, $"{Path}.{name}"));
    }

    private static JsonElement StepsOf(JsonElement list) => EnvironmentJson.Make(json =>
    {
        json.WriteStartArray();
        foreach (var entry in list.EnumerateArray()) entry.GetProperty("step").WriteTo(json);
        json.WriteEndArray();
    });

    /// <summary>How each ended the last time.</summary>
    private static void CheckSteps(JsonElement wanted, JsonElement steps, List<(string Path, string Message)> failures)
    {
        foreach (var step in wanted.EnumerateObject())
        {
            var last = steps.EnumerateArray().LastOrDefault(s => s.GetProperty("step").ValueEquals(step.Name));
            var status = last.ValueKind == JsonValueKind.Object ? last.GetProperty("status").GetString()! : "notReached";
            if (!step.Value.ValueEquals(status)) failures.Add(($"{Path}.steps.{step.Name}", $"expected {step.Value.GetString()}, was {status}"));
        }
    }

    /// <summary>All calls in their order; of each what is written of it.</summary>
    private static void CheckCalls(JsonElement wanted, JsonElement calls, List<(string Path, string Message)> failures)
    {
        var (expectedCount, count) = (wanted.GetArrayLength(), calls.GetArrayLength());
        for (var i = 0; i < Math.Min(expectedCount, count); i++)
        {
            foreach (var property in wanted[i].EnumerateObject())
                failures.AddRange(ExpectedJson.Differences(property.Value, calls[i].TryGetProperty(property.Name, out var actual) ? actual : EnvironmentJson.Null, $"{Path}.calls[{i}].{property.Name}"));
        }

        if (expectedCount != count) failures.Add(($"{Path}.calls", $"expected {expectedCount} calls, there were {count}: {string.Join(", ", calls.EnumerateArray().Select(static c => c.GetProperty("name").GetString()))}"));
    }

    private static void CheckConditions(JsonElement conditions, JsonElement report, List<(string Path, string Message)> failures)
    {
        var environment = report.EnumerateObject().ToDictionary(static p => p.Name, static p => ExpressionValue.Of(p.Value), StringComparer.Ordinal);
        environment["steps"] = ExpressionValue.Of(EnvironmentJson.Write(report.GetProperty("steps").EnumerateArray().GroupBy(static s => s.GetProperty("step").GetString()!, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Last(), StringComparer.Ordinal)));
        var index = 0;
        foreach (var condition in conditions.EnumerateArray())
        {
            var path = $"{Path}.that[{index++}]";
            var (expression, error) = Expression.Parse(condition.GetString()!);
            if (expression is null) failures.Add((path, $"is no expression: {error}"));
            else if (expression.Evaluate(environment).Failure is { } failure) failures.Add((path, $"cannot be evaluated: {failure}"));
            else if (!expression.EvaluateCondition(environment, onFailure: false)) failures.Add((path, $"is not true: {expression.Text}"));
        }
    }
}
