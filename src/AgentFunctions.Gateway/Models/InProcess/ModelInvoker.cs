using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Runs;
using AgentFunctions.Gateway.Models.Admission;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.InProcess;

/// <inheritdoc cref="IModelInvoker"/>
internal sealed class ModelInvoker(IModelGateway gateway, AttemptCharges charges) : IModelInvoker
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
            NamedEndUser = request.EndUser,

            // A run puts its context together itself.
            Compress = false,
        };
        await using var answer = await gateway.InvokeAsync(call, cancellationToken);
        return answer switch
        {
            WholeModelAnswer { Status: >= 400 } refused => ProviderRefusal.Read(refused),
            WholeModelAnswer whole => Reply(call, whole),
            RefusedModelAnswer refused => Told(refused.Error, call),
            _ => Streamed,
        };
    }

    // Its own copy: the answer's buffer goes back to the pool.
    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>With the targets that failed it: whoever reads the record of a run looks for which it was.</summary>
    private static ApiError Told(ApiError error, ModelCall call) => AttemptWords.OfTargets(call.Attempts) is { } targets ? error with { Message = $"{error.Message} Targets: {targets}." } : error;

    private ModelReply Reply(ModelCall call, WholeModelAnswer answer)
    {
        var usage = new RunUsage(0, default, default);
        foreach (var attempt in call.Attempts.Where(static attempt => attempt.IsAdmitted).Select(attempt => charges.Of(call, attempt))) usage += new RunUsage(1, attempt.Tokens, attempt.Cost);
        return new ModelReply(call.CallId, Parse(answer.Body), usage.Tokens, usage.Cost.Total);
    }
}
