namespace AgentFunctions.TestKit.Tools;

/// <summary>A request that reached a <see cref="ToolServer"/>.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Target">Path and query as they arrived.</param>
/// <param name="Body">Text; empty for none.</param>
/// <param name="Headers">By name, in any letter case.</param>
public sealed record ToolServerCall(string Method, string Target, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? IdempotencyKey => Headers.GetValueOrDefault("Idempotency-Key");
}
