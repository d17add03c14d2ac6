using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Models;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.InProcess;

/// <inheritdoc cref="IModelInvoker"/>
internal sealed class ModelInvoker(IModelGateway gateway) : IModelInvoker
{
    private static readonly ApiError Streamed = ApiErrors.UnsupportedParameter("stream", "Calls of runs are answered whole; leave 'stream' out.");

    public async ValueTask<Outcome<ModelReply>> InvokeAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new ModelCall
        {
            CallId = request.CallId,
            Operation = ModelOperation.Chat,
            Caller = request.Caller,
            Body = request.Body,
            NamedRun = request.RunId,
            NamedSession = request.SessionId,
        };
        await using var answer = await gateway.InvokeAsync(call, cancellationToken);
        return answer switch
        {
            WholeModelAnswer { Status: >= 400 } refused => ProviderRefusal.Read(refused),
            WholeModelAnswer whole => new ModelReply(call.CallId, Parse(whole.Body), Tokens(call.Usage)),
            RefusedModelAnswer refused => refused.Error,
            _ => Streamed,
        };
    }

    // Its own copy: the answer's buffer goes back to the pool.
    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private static TokenCounts Tokens(ModelUsage usage) =>
        new(usage.InputTokens, usage.CachedInputTokens, usage.CacheWriteTokens, usage.AudioInputTokens, usage.OutputTokens, usage.ReasoningTokens, usage.AudioOutputTokens);
}
