using System.Text.Json.Nodes;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>One request as the scripted provider saw it.</summary>
internal sealed record ProviderCall(string Path, string Model, JsonObject Body, string? Authorization)
{
    public bool IsResponses => Path.EndsWith("/responses", StringComparison.Ordinal);

    public bool Streams => Body["stream"]?.GetValue<bool>() ?? false;

    /// <summary>The caller asked for the usage chunk, or the gateway did for it.</summary>
    public bool WantsUsage => Body["stream_options"]?["include_usage"]?.GetValue<bool>() ?? false;
}
