using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>One request as the scripted provider saw it.</summary>
internal sealed record ProviderCall(UpstreamRequest Request, string Model, JsonObject Body)
{
    public string Path => Request.Target;

    public bool IsResponses => Path.EndsWith("/responses", StringComparison.Ordinal);

    public bool Streams => Body["stream"]?.GetValue<bool>() ?? false;

    /// <summary>The caller asked for the usage chunk, or the gateway did for it.</summary>
    public bool WantsUsage => Body["stream_options"]?["include_usage"]?.GetValue<bool>() ?? false;
}
