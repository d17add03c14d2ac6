using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Resources.Sets;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AgentFunctions.Http.Resources;

/// <summary>Reads a set of resources, <c>{"managedBy","items":[...]}</c> or documents in YAML, and the switches of the query.</summary>
internal static class ResourceSetBody
{
    private const int MaxBodyBytes = 32 * 1024 * 1024;

    public static async ValueTask<(ResourceSet? Set, ApiError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isYaml = IsYaml(request.ContentType);
        var (bytes, refused) = isYaml ? await RequestBody.ReadAnyAsync(request, MaxBodyBytes, cancellationToken) : await RequestBody.ReadAsync(request, MaxBodyBytes, cancellationToken);
        if (refused is not null) return (null, refused);
        var (items, managedBy, invalid) = isYaml ? ReadYaml(bytes.Span) : ReadJson(bytes.Span);
        if (invalid is not null) return (null, invalid);
        if (!TryReadSwitch(request, "dryRun", out var dryRun) || !TryReadSwitch(request, "prune", out var prune) || !TryReadSwitch(request, "force", out var force))
            return (null, ApiErrors.InvalidRequest("dryRun", "dryRun, prune and force must be true or false."));
        var named = request.Query["managedBy"] is { Count: > 0 } values && values[0] is { Length: > 0 } text ? text : null;
        return (new ResourceSet(items) { ManagedBy = managedBy ?? named, Prune = prune, Force = force, DryRun = dryRun }, null);
    }

    private static (IReadOnlyList<JsonElement> Items, string? ManagedBy, ApiError? Error) ReadJson(ReadOnlySpan<byte> bytes) =>
        JsonRequest.ResourceSet.Read(bytes, out var body) is { } invalid ? ([], null, invalid) : ([.. body.GetProperty("items").EnumerateArray()], JsonText.Of(body, "managedBy"), null);

    private static (IReadOnlyList<JsonElement> Items, string? ManagedBy, ApiError? Error) ReadYaml(ReadOnlySpan<byte> bytes)
    {
        var findings = new Findings();
        return YamlBody.Read(bytes, findings) is { } items ? (items, null, null) : ([], null, findings.ToError("The set"));
    }

    private static bool IsYaml(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Value?.ToLowerInvariant() is "application/yaml" or "application/x-yaml" or "text/yaml";

    private static bool TryReadSwitch(HttpRequest request, string name, out bool value)
    {
        value = false;
        return request.Query[name] is not { Count: > 0 } values || bool.TryParse(values[0], out value);
    }
}
