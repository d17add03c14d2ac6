using System.Text.Json;

namespace AgentFunctions.Embedded.Documents.Json;

/// <summary>A value's bytes within a body (a string's quotes included); for a missing property the place of its parent's closing brace, with length 0.</summary>
internal readonly record struct JsonLocation(JsonTokenType Type, int Start, int Length)
{
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}
