using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Resources.Sets;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Resources;

/// <summary>Reads a set of resources: <c>{"managedBy","items":[...]}</c>, and the switches of the query.</summary>
internal static class ResourceSetBody
{
    private const int MaxBodyBytes = 32 * 1024 * 1024;

    public static async ValueTask<(ResourceSet? Set, ApiError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (bytes, refused) = await RequestBody.ReadAsync(request, MaxBodyBytes, cancellationToken);
        if (refused is not null) return (null, refused);
        if (JsonRequest.ResourceSet.Read(bytes.Span, out var body) is { } invalid) return (null, invalid);
        if (!TryReadSwitch(request, "dryRun", out var dryRun) || !TryReadSwitch(request, "prune", out var prune) || !TryReadSwitch(request, "force", out var force))
            return (null, ApiErrors.InvalidRequest("dryRun", "dryRun, prune and force must be true or false."));
        var named = request.Query["managedBy"] is { Count: > 0 } values && values[0] is { Length: > 0 } text ? text : null;
        return (new ResourceSet([.. body.GetProperty("items").EnumerateArray()]) { ManagedBy = JsonText.Of(body, "managedBy") ?? named, Prune = prune, Force = force, DryRun = dryRun }, null);
    }

    private static bool TryReadSwitch(HttpRequest request, string name, out bool value)
    {
        value = false;
        return request.Query[name] is not { Count: > 0 } values || bool.TryParse(values[0], out value);
    }
}
