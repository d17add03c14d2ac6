using System.Text.Json;

namespace AgentFunctions.Core.Tools.BuiltIn;

/// <summary>A call of a built-in tool.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Agent">The agent that calls.</param>
/// <param name="Arguments">An object that fits the schema.</param>
/// <param name="IdempotencyKey">The same on every retry of the same call.</param>
public sealed record BuiltInToolCall(string TenantId, string Agent, JsonElement Arguments, string IdempotencyKey);
