using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Sending;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>
/// Sends the call, within its timeout. Tried again is what certainly did not leave, and, where a repeat does no harm, what got no answer or one that says "not now"; each try carries the same idempotency key.
/// </summary>
internal sealed class ToolExecuteStage(HttpToolClient http, BuiltInToolRunner builtIns, IOptions<GatewayOptions> options, TimeProvider time) : IToolCallStage
{
    public const int MaxTries = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    public async ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeoutOf(context), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var execution = context.Execution = await ExecuteAsync(context, either.Token, cancellationToken);
        return execution.Result is { } result ? new ToolAnswer.Completed(result) : new ToolAnswer.Refused(execution.Error!);
    }

    /// <summary>Calls over HTTP end before a host's front end cuts them.</summary>
    private TimeSpan TimeoutOf(ToolContext context) => context.Call.StepId is null && options.Value.WholeAnswerCap is { } cap && cap < context.Spec.Timeout ? cap : context.Spec.Timeout;

    private async ValueTask<ToolExecution> ExecuteAsync(ToolContext context, CancellationToken either, CancellationToken callers)
    {
        for (var tries = 1; ; tries++)
        {
            var execution = context.Spec.Type == ToolSpec.BuiltIn ? await builtIns.RunAsync(context, either, callers) : await http.SendAsync(context, isLast: tries == MaxTries, either, callers);
            if (!execution.MayPass || execution.Result is { Status: 408 or 429 } || tries == MaxTries || (execution.Kind != ToolExecutionKind.NotSent && !context.Spec.IsRepeatable)) return execution;
            try
            {
                await Task.Delay(FirstWait * Math.Pow(4, tries - 1), time, either);
            }
            catch (OperationCanceledException) when (!callers.IsCancellationRequested)
            {
                return execution;
            }
        }
    }
}
