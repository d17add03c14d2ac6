using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Service tiers that a caller may ask for. Others (<c>priority</c>) are charged at up to twice the declared price, which no limit would know.</summary>
internal static class ServiceTiers
{
    /// <summary>The tier under the reader costs what is declared, or less.</summary>
    public static bool IsOrdinary(in Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null
        || (json.TokenType == JsonTokenType.String
            && (json.ValueTextEquals("auto"u8) || json.ValueTextEquals("default"u8) || json.ValueTextEquals("flex"u8) || json.ValueTextEquals("on_demand"u8) || json.ValueTextEquals("standard_only"u8)));
}
