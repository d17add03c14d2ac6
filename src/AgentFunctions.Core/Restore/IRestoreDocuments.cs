namespace AgentFunctions.Core.Restore;

/// <summary>The documents of container <c>resources</c>, of every tenant, at one moment.</summary>
public interface IRestoreDocuments
{
    /// <summary>All whose id begins so, read at once: what is changed later does not show in the list.</summary>
    IReadOnlyList<RestoreDocument> Find(string idPrefix);

    RestoreDocument? Read(string tenantId, string id);
}
