using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Tools.BuiltIn;

/// <summary>What a built-in tool answers.</summary>
/// <param name="Content">For the agent.</param>
/// <param name="IsError">It did nothing, and says why.</param>
public sealed record BuiltInToolResult(JsonElement Content, bool IsError = false)
{
    /// <summary>Where the content comes from, where the tool knows better than its declaration: it is worth that, and as confidential as the more guarded of both; null: as declared.</summary>
    public ContentLabel? Label { get; init; }

    /// <summary>An error in words.</summary>
    public static BuiltInToolResult Error(string message)
    {
        using var content = JsonDocument.Parse($$"""{"message":"{{JsonEncodedText.Encode(message)}}"}""");
        return new BuiltInToolResult(content.RootElement.Clone(), IsError: true);
    }
}
