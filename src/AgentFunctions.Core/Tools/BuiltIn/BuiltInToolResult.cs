using System.Text.Json;

namespace AgentFunctions.Core.Tools.BuiltIn;

/// <summary>What a built-in tool answers.</summary>
/// <param name="Content">For the agent.</param>
/// <param name="IsError">It did nothing, and says why.</param>
public sealed record BuiltInToolResult(JsonElement Content, bool IsError = false)
{
    /// <summary>An error in words.</summary>
    public static BuiltInToolResult Error(string message)
    {
        using var content = JsonDocument.Parse($$"""{"message":"{{JsonEncodedText.Encode(message)}}"}""");
        return new BuiltInToolResult(content.RootElement.Clone(), IsError: true);
    }
}
