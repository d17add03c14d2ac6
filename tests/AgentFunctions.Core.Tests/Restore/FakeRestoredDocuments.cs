using AgentFunctions.Core.Restore;

namespace AgentFunctions.Core.Tests.Restore;

internal sealed class FakeRestoredDocuments : IRestoredDocuments
{
    private readonly SortedDictionary<(string Tenant, string Id), RestoreDocument> _documents = [];

    public IReadOnlyList<RestoreDocument> Find(string idPrefix) => [.. _documents.Values.Where(document => document.Id.StartsWith(idPrefix, StringComparison.Ordinal))];

    public RestoreDocument? Read(string tenantId, string id) => _documents.GetValueOrDefault((tenantId, id));

    public void Put(RestoreDocument document) => _documents[(document.TenantId, document.Id)] = document;

    public void Delete(string tenantId, string id) => _documents.Remove((tenantId, id));
}
