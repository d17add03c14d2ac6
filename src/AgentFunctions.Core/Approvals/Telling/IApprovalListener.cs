namespace AgentFunctions.Core.Approvals.Telling;

/// <summary>Hears of requests and their ends. Told at least once.</summary>
internal interface IApprovalListener
{
    /// <exception cref="Documents.DocumentStoreUnavailableException">It is told again.</exception>
    ValueTask HappenedAsync(string tenantId, Storage.StoredApproval approval, Storage.StoredNotice notice, CancellationToken cancellationToken);
}
