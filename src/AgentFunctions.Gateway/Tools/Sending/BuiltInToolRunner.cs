using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Declaration;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>Runs a tool that is code of the host.</summary>
internal sealed class BuiltInToolRunner(BuiltInTools tools, ILogger<BuiltInToolRunner> logger)
{
    public async ValueTask<ToolExecution> RunAsync(ToolContext context, CancellationToken either, CancellationToken callers)
    {
        var (id, spec) = (context.Tool.Id, context.Spec);
        if (tools.Find(spec.BuiltInName ?? id) is not { } tool)
            return ToolExecution.NotSent(ToolErrors.NotUsable(id, $"this host has no built-in '{spec.BuiltInName ?? id}'. It has: {string.Join(", ", tools.Names)}."));
        ActivityLease.Demand();
        context.IsSent = true;
        var call = new BuiltInToolCall(context.TenantId, context.Agent.Id, context.Arguments, context.Call.IdempotencyKey) { Team = context.Agent.Spec.Team, RunId = context.RunId, SessionId = context.SessionId, EndUser = context.EndUser, SeesEverybody = context.Agent.Spec.Memory?.Subjects == AgentMemorySpec.OfAll, Seen = context.Call.Seen, SeenConfidentiality = context.Call.SeenConfidentiality };
        try
        {
            // The timeout is kept also where the code does not heed it; what that still does is for nobody to wait for.
            var result = await tool.InvokeAsync(call, either).AsTask().WaitAsync(either);
            var content = System.Text.Encoding.UTF8.GetByteCount(result.Content.GetRawText()) <= spec.MaxResponseBytes ? result : BuiltInToolResult.Error(ToolContents.TooLarge(spec.MaxResponseBytes));
            return ToolExecution.Answered(new ToolResult(content.IsError, content.Content, LabelOf(content, spec.Label), null, IsRepeat: false));
        }
        catch (OperationCanceledException) when (!callers.IsCancellationRequested)
        {
            return ToolExecution.Unanswered(ToolErrors.TimedOut(id, spec.Timeout));
        }
#pragma warning disable CA1031 // Code of others: whatever it throws is the tool's failure, and never shown.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            ToolLog.BuiltInFailed(logger, exception, id, context.Call.CallId);
            return ToolExecution.Unanswered(ToolErrors.Unanswered(id));
        }
    }

    private static ContentLabel LabelOf(BuiltInToolResult result, ContentLabel declared) =>
        result.Label is { } own ? new ContentLabel(own.Integrity, (Confidentiality)Math.Max((int)own.Confidentiality, (int)declared.Confidentiality)) : declared;
}
