using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Approvals.Telling;

/// <summary>Links to the page of an approval. They hold its id only: whoever follows one has to show a key.</summary>
public sealed class ApprovalLinks(IOptions<ApprovalsOptions> options, IEnumerable<IPublicAddress> addresses)
{
    /// <summary>The address of the page; without a host where nobody knows ours.</summary>
    public string Of(string approvalId) => $"{(options.Value.PublicUrl ?? addresses.Select(static a => a.Find()).FirstOrDefault(static a => a is not null))?.TrimEnd('/')}/approvals/{approvalId}";
}
