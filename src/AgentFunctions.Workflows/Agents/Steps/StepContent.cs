using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentFunctions.Core.Payloads;

namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>Content of steps: small as it is, large as a reference of the run.</summary>
internal sealed class StepContent(IPayloadStore payloads)
{
    private const int MaxInline = 32 * 1024;
    private const string Reference = "$ref";

    public async ValueTask<JsonElement> WriteAsync<T>(string tenantId, string runId, T content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, type);
        if (bytes.Length > MaxInline)
        {
            var reference = await payloads.PutAsync(tenantId, Owner(runId), bytes, cancellationToken);
            bytes = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [Reference] = reference }, AgentJson.Default.DictionaryStringString);
        }

        return Parse(bytes);
    }

    /// <summary>The content itself, fetched where it is a reference.</summary>
    /// <exception cref="InvalidOperationException">A reference leads nowhere: the run was purged.</exception>
    public async ValueTask<JsonElement> ReadAsync(string tenantId, string runId, JsonElement content, CancellationToken cancellationToken)
    {
        if (ReferenceOf(content) is not { } reference) return content;
        var found = await payloads.GetAsync(tenantId, Owner(runId), reference, cancellationToken);
        return found is { } bytes ? Parse(bytes) : throw new InvalidOperationException($"Content of run '{runId}' is gone.");
    }

    public async ValueTask<T> ReadAsync<T>(string tenantId, string runId, JsonElement content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => (await ReadAsync(tenantId, runId, content, cancellationToken)).Deserialize(type) ?? throw new InvalidOperationException($"A step of run '{runId}' has no content.");

    private static string Owner(string runId) => "runs/" + runId;

    private static string? ReferenceOf(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Object || content.GetPropertyCount() != 1) return null;
        return content.TryGetProperty(Reference, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.StartsWith("pl_", StringComparison.Ordinal) ? text : null;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }
}
