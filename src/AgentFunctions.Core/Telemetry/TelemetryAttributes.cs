namespace AgentFunctions.Core.Telemetry;

/// <summary>Attribute names on spans and metrics.</summary>
public static class TelemetryAttributes
{
    public const string HttpMethod = "http.request.method";
    public const string HttpRoute = "http.route";
    public const string HttpStatus = "http.response.status_code";
    public const string ErrorType = "error.type";
    public const string Operation = "gen_ai.operation.name";
    public const string ProviderName = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string TokenType = "gen_ai.token.type";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CachedInputTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string AgentId = "gen_ai.agent.id";
    public const string ToolName = "gen_ai.tool.name";
    public const string ToolType = "gen_ai.tool.type";
    public const string ToolCallId = "gen_ai.tool.call.id";
    public const string RequestId = "agentfunctions.request.id";
    public const string Tenant = "agentfunctions.tenant";

    /// <summary>On metrics: short, since every query names them; on spans <see cref="Tenant"/>.</summary>
    public const string MetricTenant = "tenant";
    public const string MetricTeam = "team";
    public const string Attempt = "agentfunctions.attempt";
    public const string Outcome = "agentfunctions.outcome";
    public const string EventType = "agentfunctions.event.type";
    public const string EventSeverity = "agentfunctions.event.severity";
    public const string RunStatus = "agentfunctions.run.status";
}
