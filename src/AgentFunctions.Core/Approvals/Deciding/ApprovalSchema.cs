using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>
/// Schemas of answers: the subset of JSON Schema that the schemas of resources keep to (types, properties, required, items, enum, pattern, bounds). A keyword beyond it is refused when the question is asked, so no rule is
/// silently ignored; references are refused because they can go round in circles. A field that the schema does not name is refused, unless <c>additionalProperties</c> says otherwise.
/// </summary>
internal static class ApprovalSchema
{
    /// <summary>Why a schema cannot be used, or null.</summary>
    public static string? Problem(JsonElement schema) => Load(schema) is null
        ? "valueSchema must be a JSON Schema of types, properties, required, items, enum, pattern and bounds, without references; every required field must be among its properties."
        : null;

    /// <summary>What is wrong with an answer, or null.</summary>
    public static string? Problem(JsonElement schema, JsonElement value)
    {
        var findings = new Findings();
        try
        {
            SchemaValidator.Validate(value, Load(schema) ?? throw new InvalidOperationException("A stored schema cannot be read."), "value", findings);
        }
        catch (RegexMatchTimeoutException)
        {
            findings.Add("value", "could not be compared with the pattern of its schema in time");
        }

        return findings.Any ? $"The answer does not fit the schema of what was asked. {findings.Items[0].Path}: {findings.Items[0].Message}" : null;
    }

    private static SchemaNode? Load(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !IsPlain(schema)) return null;
        try
        {
            return SchemaNode.Parse(schema, default);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // The reader of our own schemas throws on what it does not know.
            return null;
        }
    }

    private static bool IsPlain(JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.Array) return node.EnumerateArray().All(IsPlain);
        if (node.ValueKind != JsonValueKind.Object) return true;
        if (node.TryGetProperty("$ref", out _) || node.TryGetProperty("definitions", out _)) return false;
        if (node.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            if (!node.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return false;
            foreach (var name in required.EnumerateArray())
            {
                if (name.ValueKind != JsonValueKind.String || !properties.TryGetProperty(name.GetString()!, out _)) return false;
            }
        }

        return node.EnumerateObject().All(static property => IsPlain(property.Value));
    }
}
