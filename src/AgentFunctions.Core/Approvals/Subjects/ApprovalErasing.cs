using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Approvals.Subjects;

/// <summary>Erases what an approval says: it still says who decided what and when, but not about what, and it allows nothing any more.</summary>
internal sealed class ApprovalErasing(ApprovalStore store, ApprovalTeller teller, TimeProvider time)
{
    private const int Attempts = 100;

    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why, for those who are still asked.</param>
    /// <param name="withPerson">On whose behalf it was asked as well.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>false: it was erased before, or there is none.</returns>
    public async ValueTask<bool> EraseAsync(string tenantId, string id, string reason, bool withPerson, CancellationToken cancellationToken)
    {
        var key = "erased:" + id;
        for (var i = 0; i < Attempts; i++)
        {
            if (await store.FindAsync(tenantId, id, cancellationToken) is not var (current, etag)) return false;
            if (withPerson ? current.Subject is null : current.Key == key) return false;
            var withdrawn = DocumentApprovals.Withdraw(current, reason, time.GetUtcNow().ToUnixTimeMilliseconds()).Next ?? current;
            var next = withdrawn with
            {
                Key = key,
                Action = """{"erased":true}""",
                Digest = "erased",
                EndUser = withPerson ? null : current.EndUser,
                Subject = withPerson ? null : current.Subject,
                ValueSchema = null,
                Votes = [.. withdrawn.Votes.Select(static vote => vote with { Comment = null, Value = null })],
            };
            if (!await store.TryReplaceAsync(tenantId, current, etag, next, cancellationToken)) continue;
            await teller.TellAsync(tenantId, next, cancellationToken);
            return true;
        }

        throw new DocumentStoreUnavailableException("An approval is changed by others again and again.");
    }
}
