using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentFunctions.Core.Payloads;

namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>Reads content of steps, which the journal keeps as a reference where it is large.</summary>
internal sealed class StepContent(IPayloadStore payloads)
{
    /// <summary>The content itself, fetched where it is a reference.</summary>
    /// <exception cref="InvalidOperationException">A reference leads nowhere: the run was purged.</exception>
    public async ValueTask<JsonElement> ReadAsync(string tenantId, string runId, JsonElement content, CancellationToken cancellationToken) =>
        await payloads.ResolveAsync(tenantId, "runs/" + runId, content, cancellationToken) ?? throw new InvalidOperationException($"Content of run '{runId}' is gone.");

    public async ValueTask<T> ReadAsync<T>(string tenantId, string runId, JsonElement content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => (await ReadAsync(tenantId, runId, content, cancellationToken)).Deserialize(type) ?? throw new InvalidOperationException($"A step of run '{runId}' has no content.");
}
