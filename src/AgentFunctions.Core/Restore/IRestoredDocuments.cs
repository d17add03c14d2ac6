namespace AgentFunctions.Core.Restore;

/// <summary>The documents as restored, before anybody sees them: what is written here is committed with them.</summary>
public interface IRestoredDocuments : IRestoreDocuments
{
    void Put(RestoreDocument document);

    void Delete(string tenantId, string id);
}
