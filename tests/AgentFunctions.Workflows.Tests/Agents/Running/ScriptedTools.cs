using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Tools;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>Tools that a test scripts. Answers under an idempotency key are kept, as the real pipeline does; approvals are asked of the real store.</summary>
internal sealed class ScriptedTools(IApprovals approvals) : IToolGateway
{
    private readonly ConcurrentDictionary<string, ToolAnswer> _answered = new();

    /// <summary>Every call that took effect, in order.</summary>
    public ConcurrentQueue<ToolCall> Made { get; } = new();

    /// <summary>Every call that came.</summary>
    public ConcurrentQueue<ToolCall> Asked { get; } = new();

    /// <summary>Tools that need a person's approval.</summary>
    public HashSet<string> Guarded { get; } = [];

    /// <summary>What a call gives; a JSON text.</summary>
    public Func<ToolCall, string> Result { get; set; } = static call => """{"ok":true}""";

    /// <summary>What that is worth.</summary>
    public Func<ToolCall, ContentLabel> Label { get; set; } = static call => ContentLabel.Unknown;

    /// <summary>Whether the tool says that it failed.</summary>
    public Func<ToolCall, bool> Fails { get; set; } = static call => false;

    /// <summary>A refusal before anything is done; null: none.</summary>
    public Func<ToolCall, ApiError?> Refusal { get; set; } = static _ => null;

    /// <summary>Tools whose first call leaves nobody knowing.</summary>
    public HashSet<string> Lost { get; } = [];

    /// <summary>Held up until a test lets them go; null: not.</summary>
    public Task? Gate { get; set; }

    public async ValueTask<ToolAnswer> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        Asked.Enqueue(call);
        if (Gate is { } gate) await gate.WaitAsync(cancellationToken);
        if (Refusal(call) is { } refused) return new ToolAnswer.Refused(refused);
        if (Guarded.Contains(call.Tool) && await GuardAsync(call, cancellationToken) is { } unapproved) return unapproved;
        if (Lost.Contains(call.Tool))
        {
            var asked = await AskAsync(call, ApprovalKind.Outcome, cancellationToken);
            if (asked.Status == ApprovalStatus.Pending) return new ToolAnswer.OutcomeUnknown(asked);
        }

        if (_answered.TryGetValue(call.IdempotencyKey, out var before)) return before;
        Made.Enqueue(call);
        var content = JsonDocument.Parse(Result(call)).RootElement;
        var answer = new ToolAnswer.Completed(new ToolResult(Fails(call), content, Label(call), 200, false));
        _answered[call.IdempotencyKey] = answer;
        return answer;
    }

    private async ValueTask<ToolAnswer?> GuardAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var asked = await AskAsync(call, ApprovalKind.Action, cancellationToken);
        if (call.Rewinds > 0 && asked.Status is ApprovalStatus.Denied or ApprovalStatus.Expired or ApprovalStatus.Withdrawn) asked = await AskAsync(call, ApprovalKind.Action, cancellationToken, $":{call.Rewinds}");
        if (call.ApprovalId is not { } id) return new ToolAnswer.NeedsApproval(asked);
        var used = await approvals.UseAsync(call.Caller.Principal.TenantId, id, asked.Digest, call.IdempotencyKey, cancellationToken);
        return used.Error is { } error ? new ToolAnswer.Refused(error) : null;
    }

    private async ValueTask<Approval> AskAsync(ToolCall call, ApprovalKind kind, CancellationToken cancellationToken, string again = "")
    {
        var asked = await approvals.RequestAsync(
            new ApprovalRequest
            {
                TenantId = call.Caller.Principal.TenantId,
                Key = $"{kind}:{call.IdempotencyKey}{again}",
                Kind = kind,
                Action = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["arguments"] = call.Arguments }),
                Agent = call.Caller.Agent!.Id,
                RunId = call.RunId,
                StepId = call.StepId,
                RequestedBy = call.RequestedBy!,
                Signal = call.Signal,
            },
            cancellationToken);
        return asked.Value ?? throw new InvalidOperationException(asked.Error!.Message);
    }
}
