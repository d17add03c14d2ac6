using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Tools.Stages;

namespace AgentFunctions.Gateway.Tools.Requests;

/// <summary>Makes the request of a call: arguments that the URL names go there, the rest to the query or into a JSON body.</summary>
internal static class ToolRequestBuilder
{
    /// <param name="spec">Of the tool.</param>
    /// <param name="url">Its URL.</param>
    /// <param name="arguments">An object that fits its schema.</param>
    /// <param name="request">What will be sent.</param>
    /// <returns>Why nothing can be.</returns>
    public static ApiError? Build(ToolRequestSpec spec, ToolUrl url, JsonElement arguments, out ToolRequest request)
    {
        request = null!;
        var rest = arguments.EnumerateObject().Where(p => !url.InPath.Contains(p.Name) && !url.InQuery.Contains(p.Name)).ToList();
        var query = spec.HasBody ? [] : rest.OrderBy(static p => p.Name, StringComparer.Ordinal).SelectMany(static p => ToPairs(p.Name, p.Value));
        if (url.Expand(name => arguments.TryGetProperty(name, out var value) ? ToText(value) : null, query, out var target) is { } wrong)
            return wrong.Argument == "$" ? ToolErrors.BadUrl(wrong.Problem) : ToolErrors.BadArgument(wrong.Argument, wrong.Problem);
        request = new ToolRequest(spec.Method, target, spec.HasBody ? SortedJson.WriteObject(rest) : null);
        return null;
    }

    /// <summary>A list of scalars is the name again and again; what is deeper is JSON.</summary>
    private static IEnumerable<KeyValuePair<string, string>> ToPairs(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
            return value.EnumerateArray().Select(ToText).OfType<string>().Select(text => KeyValuePair.Create(name, text));
        return ToText(value) is { } text ? [KeyValuePair.Create(name, text)] : [];
    }

    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object or JsonValueKind.Array => SortedJson.Write(value),
        _ => value.GetRawText(),
    };
}
