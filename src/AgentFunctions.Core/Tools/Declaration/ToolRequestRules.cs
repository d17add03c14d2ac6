using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>Rules for the request of an HTTP tool: the URL and its placeholders, the headers, the credential's header.</summary>
internal static class ToolRequestRules
{
    public static void Check(ToolSpec spec, ToolRequestSpec request, Findings findings)
    {
        ProviderHeaders.Check(request.Headers, findings, "spec.request.headers");
        foreach (var name in request.Headers.Keys)
        {
            if (string.Equals(name, "idempotency-key", StringComparison.OrdinalIgnoreCase)) findings.Add("spec.request.headers", "has idempotency-key, which is set by the gateway: remove it");
            else if (string.Equals(name, spec.Credential?.Header, StringComparison.OrdinalIgnoreCase)) findings.Add("spec.credential.header", "is among spec.request.headers as well: keep one");
        }

        if (spec.Credential?.Header is { } header && (!ProviderHeaders.MayCarryCredential(header) || string.Equals(header, "idempotency-key", StringComparison.OrdinalIgnoreCase)))
            findings.Add("spec.credential.header", "is no header that can carry a credential: use letters, digits and hyphens, such as x-api-key");
        if (request.HasBody && request.Method == "GET") findings.Add("spec.request.arguments", "body is not for GET: use query, or another method");
        if (ToolUrl.Parse(request.Url, spec.AllowInsecure, out var url) is { } wrong)
        {
            findings.Add("spec.request.url", wrong);
            return;
        }

        foreach (var name in url!.InPath)
        {
            if (CheckPlaceholder(spec, name, findings) && !IsRequired(spec, name)) findings.Add("spec.request.url", $"has {{{name}}} in the path, which is not required: add it to required in spec.inputSchema");
        }

        foreach (var name in url.InQuery) CheckPlaceholder(spec, name, findings);
    }

    private static bool CheckPlaceholder(ToolSpec spec, string name, Findings findings)
    {
        if (spec.InputSchema is not { } schema || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty(name, out var property))
        {
            findings.Add("spec.request.url", $"has {{{name}}}, which is no argument: declare it under properties of spec.inputSchema");
            return false;
        }

        if (property.ValueKind == JsonValueKind.Object && property.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is "string" or "integer" or "number" or "boolean") return true;
        findings.Add("spec.request.url", $"has {{{name}}}, which must be of type string, integer, number or boolean");
        return false;
    }

    private static bool IsRequired(ToolSpec spec, string name) =>
        spec.InputSchema!.Value.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array && required.EnumerateArray().Any(r => r.ValueKind == JsonValueKind.String && r.GetString() == name);
}
