using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Catalogue;

internal static class CataloguePayload
{
    /// <summary>Nothing at all reads as null does.</summary>
    public static T? Read<T>(JsonElement value, JsonSerializerOptions json) => value.ValueKind == JsonValueKind.Undefined ? default : value.Deserialize<T>(json);
}
