using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Memory;

/// <summary>Vectors by the model that an agent declares (<c>memory.embeddings</c>), through the same pipeline as its other calls: its permissions and limits hold, its usage counts. Where that does not work, a search goes without.</summary>
/// <param name="callers">Whose call it is.</param>
/// <param name="gateway">Asked late: model calls may search memory themselves.</param>
/// <param name="time">The clock.</param>
internal sealed class GatewayEmbedder(AgentCallers callers, Lazy<IModelGateway> gateway, TimeProvider time) : IEmbedder
{
    /// <summary>Texts of one call.</summary>
    private const int BatchSize = 96;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly VectorCache _cache = new();

    public async ValueTask<string?> FindModelAsync(string tenantId, string agent, CancellationToken cancellationToken) =>
        (await callers.FindAsync(tenantId, MemoryAgents.IdOf(agent), cancellationToken)).Value?.Agent?.Spec.Memory?.Embeddings;

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<float>>?> EmbedAsync(string tenantId, string agent, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if ((await callers.FindAsync(tenantId, MemoryAgents.IdOf(agent), cancellationToken)).Value is not { Agent.Spec.Memory.Embeddings: { } model } caller) return null;
        var keys = texts.Select(text => VectorCache.Key(tenantId, agent, model, text)).ToArray();
        var vectors = Array.ConvertAll(keys, _cache.Find);
        foreach (var batch in Enumerable.Range(0, texts.Count).Where(index => vectors[index] is null).Chunk(BatchSize))
        {
            if (await AskAsync(caller, model, [.. batch.Select(index => texts[index])], cancellationToken) is not { } found) return null;
            for (var i = 0; i < batch.Length; i++) _cache.Add(keys[batch[i]], vectors[batch[i]] = found[i]);
        }

        return Array.ConvertAll(vectors, static vector => new ReadOnlyMemory<float>(vector));
    }

    private async ValueTask<IReadOnlyList<float[]>?> AskAsync(Caller caller, string model, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(Timeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            var call = new ModelCall { CallId = CallId.New(), Operation = ModelOperation.Embeddings, Caller = caller, Body = EmbeddingBody.Write(model, texts) };
            await using var answer = await gateway.Value.InvokeAsync(call, life.Token);
            return answer is WholeModelAnswer { Status: 200 } whole ? EmbeddingBody.Read(whole.Body, texts.Count) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
