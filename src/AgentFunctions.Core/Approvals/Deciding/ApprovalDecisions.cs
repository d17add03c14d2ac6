using AgentFunctions.Core.Approvals.Reading;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>Decisions of people.</summary>
public sealed class ApprovalDecisions
{
    private readonly ApprovalTransitions _transitions;
    private readonly ApprovalPeople _people;
    private readonly ApprovalTally _tally;
    private readonly ApprovalTeller _teller;
    private readonly ILogger<ApprovalDecisions> _logger;

    internal ApprovalDecisions(ApprovalTransitions transitions, ApprovalPeople people, ApprovalTally tally, ApprovalTeller teller, ILogger<ApprovalDecisions> logger) =>
        (_transitions, _people, _tally, _teller, _logger) = (transitions, people, tally, teller, logger);

    /// <summary>
    /// Takes a person's answer. The same answer of the same person again changes nothing. Refusals: 404 (also for what they may not see), 403, 400, 409 <c>approval_stale</c> (another digest, withdrawn),
    /// <c>approval_decided</c>, <c>approval_used</c>, 410 <c>approval_expired</c>.
    /// </summary>
    /// <param name="caller">Who.</param>
    /// <param name="requestId">Our id of the request, for the record; null outside one.</param>
    /// <param name="approvalId">Which.</param>
    /// <param name="answer">What they say.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="DocumentStoreUnavailableException">It may have been written; answer again.</exception>
    public async ValueTask<Outcome<Approval>> DecideAsync(Caller caller, string? requestId, string approvalId, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(answer);
        var tenantId = caller.Principal.TenantId;
        var viewer = ApprovalViewer.Of(caller);
        var person = await ApprovalPeople.OfAsync(caller, cancellationToken);
        var outcome = await _transitions.RunAsync(
            tenantId,
            approvalId,
            async (current, now, ct) =>
            {
                if (!viewer.Sees(current)) return ApprovalErrors.NotFound;
                var owners = await _people.OwnersAsync(tenantId, current, ct);
                if (ApprovalRights.Refusal(current, owners, person, answer.IsBreakGlass) is { } refused) return refused;
                if (ApprovalAnswerCheck.Refusal(current, answer, out var value) is { } wrong) return wrong;
                var vote = new StoredVote
                {
                    By = person.By,
                    Person = person.Name,
                    KeyId = caller.KeyId,
                    Decision = ApprovalNames.Of(answer.Decision),
                    Comment = string.IsNullOrWhiteSpace(answer.Comment) ? null : answer.Comment,
                    At = now,
                    Value = value,
                    IsBreakGlass = answer.IsBreakGlass,
                };
                return await _tally.AddAsync(tenantId, current, owners, vote, requestId, ct);
            },
            cancellationToken);
        if (answer.IsBreakGlass && outcome.Value is not null) ApprovalLog.BreakGlass(_logger, approvalId, person.By);
        return outcome.Value is { } decided ? (await _teller.TellAsync(tenantId, decided, cancellationToken)).ToApproval(tenantId) : outcome.Error!;
    }
}
