using System.Collections.Concurrent;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Sessions.Declaration;

namespace AgentFunctions.Core.Context.Summaries;

/// <summary>
/// Summaries that a model writes of what contexts leave out: one for each handle, kept with it, so that the same context is the same again. Asked for through the gateway, in the agent's name and within its limits; where that
/// does not work, the context goes without.
/// </summary>
/// <param name="handles">Where they are kept.</param>
/// <param name="models">Asked late: model calls assemble contexts themselves. null where the host has no models.</param>
/// <param name="time">The clock.</param>
public sealed class ContextSummaries(HandleStore handles, Lazy<IModelInvoker?> models, TimeProvider time)
{
    private const int MaxPauses = 10_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>How long nobody asks again after an answer failed to come.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Tenant, string Agent, string Handle), DateTimeOffset> _pauses = new();

    /// <summary>The summary; null: there is none, and none could be made now.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="left">What was left out.</param>
    /// <param name="spec">Who writes it.</param>
    /// <param name="call">In whose name a model is asked; null: only one that was written before is shown.</param>
    /// <param name="cancellationToken">Ends the call of the model as well.</param>
    public async ValueTask<string?> FindAsync(HandleScope scope, HandleContent left, SummarySpec spec, SummaryCall? call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(spec);
        if (await handles.FindSummaryAsync(scope, left.Handle, cancellationToken) is { } kept) return kept;
        if (call is null || models.Value is not { } invoker) return null;
        var key = (scope.TenantId, scope.Agent, left.Handle);
        if (_pauses.TryGetValue(key, out var until) && time.GetUtcNow() < until) return null;
        if (await AskAsync(invoker, left, spec, call, cancellationToken) is not { } text)
        {
            if (_pauses.Count >= MaxPauses) _pauses.Clear();
            _pauses[key] = time.GetUtcNow() + Pause;
            return null;
        }

        return await handles.KeepSummaryAsync(scope, left.Handle, text, cancellationToken);
    }

    private async ValueTask<string?> AskAsync(IModelInvoker invoker, HandleContent left, SummarySpec spec, SummaryCall call, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(Timeout, time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            var reply = await invoker.InvokeAsync(new ModelRequest { CallId = CallId.New(), Caller = call.Caller, Body = SummaryPrompt.Write(spec, left.Bytes), RunId = call.RunId, SessionId = call.SessionId, EndUser = call.EndUser }, life.Token);
            return reply.Value is { } answered ? SummaryPrompt.Read(answered.Answer) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
