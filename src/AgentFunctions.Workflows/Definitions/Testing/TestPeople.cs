using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>People who say at once what the script says, or nothing until it is too late.</summary>
internal sealed class TestPeople(DefinitionTestScript script, TestRecord record, TestClock clock, Action<string, JsonElement> raise) : IApprovals
{
    private readonly Dictionary<string, Approval> _approvals = new(StringComparer.Ordinal);

    public ValueTask<Outcome<Approval>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"apr_{_approvals.Count + 1}");
        if (_approvals.Values.FirstOrDefault(a => a.Request.Key == request.Key) is { } known) return new(known);
        var approval = new Approval(id, request, "", ApprovalStatus.Pending, clock.Now, clock.Now + request.Rule.ExpiresAfter, []);
        var (answered, said) = Answer(approval);
        _approvals[id] = answered;
        record.Asked.Add((TestRecord.KeyOf(request.StepId!), answered, said));
        if (answered.Status != ApprovalStatus.Pending) raise(request.Signal!.EventName, EnvironmentJson.Null);
        return new(approval);
    }

    public ValueTask<Approval?> FindAsync(string tenantId, string approvalId, CancellationToken cancellationToken)
    {
        if (!_approvals.TryGetValue(approvalId, out var approval)) return new((Approval?)null);
        return new(approval.Status == ApprovalStatus.Pending && approval.ExpiresAt <= clock.Now ? approval with { Status = ApprovalStatus.Expired } : approval);
    }

    public ValueTask<Outcome<Approval>> UseAsync(string tenantId, string approvalId, string digest, string useKey, CancellationToken cancellationToken) => new(_approvals[approvalId]);

    public ValueTask WithdrawOneAsync(string tenantId, string approvalId, string reason, CancellationToken cancellationToken) => default;

    public ValueTask WithdrawAsync(string tenantId, string runId, string reason, CancellationToken cancellationToken) => default;

    private (Approval Approval, string Said) Answer(Approval approval)
    {
        var request = approval.Request;
        var (step, isAsk) = (TestRecord.KeyOf(request.StepId!), request.Kind == ApprovalKind.Input);
        if (script.People(isAsk ? "asks" : "approvals", step) is not { } answer)
        {
            record.Missing.Add((step, isAsk ? "ask" : "approval", step));
            return (approval, "nobody answered");
        }

        if (!isAsk)
        {
            var decision = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("decision", out var named) ? named : answer;
            var (word, comment, by) = (decision.ValueKind == JsonValueKind.String ? decision.GetString() : null, Text(answer, "comment"), Text(answer, "by") ?? "approver/test");
            return word switch
            {
                "approve" => (approval with { Status = ApprovalStatus.Approved, Votes = [Vote(by, ApprovalDecision.Approve, comment, null)] }, "approve"),
                "deny" => (approval with { Status = ApprovalStatus.Denied, Votes = [Vote(by, ApprovalDecision.Deny, comment, null)] }, "deny"),
                "expire" => (approval, "expire"),
                _ => (Unfit($"approvals.{step}{(answer.ValueKind == JsonValueKind.Object ? ".decision" : "")}", approval), "no decision"),
            };
        }

        if (request.ValueSchema is { } schema && InputSchema.Compile(schema).Validate(answer, $"asks.{step}", "The answer") is { } wrong)
        {
            record.Unfit.AddRange(wrong.Details is { Count: > 0 } details ? details.Select(static d => (d.Path, d.Message)) : [(wrong.Param ?? $"asks.{step}", wrong.Message)]);
            return (approval, "an answer that does not fit the schema");
        }

        return (approval with { Status = ApprovalStatus.Approved, Votes = [Vote("approver/test", ApprovalDecision.Answer, null, answer)] }, "answer");
    }

    private Approval Unfit(string path, Approval approval)
    {
        record.Unfit.Add((path, "must be approve, deny or expire"));
        return approval;
    }

    private ApprovalVote Vote(string by, ApprovalDecision decision, string? comment, JsonElement? value) => new(by, decision, comment, clock.Now, value, IsBreakGlass: false);

    private static string? Text(JsonElement answer, string name) => answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
