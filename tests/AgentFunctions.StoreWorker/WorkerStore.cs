using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.StoreWorker;

internal static class WorkerStore
{
    public const string Tenant = "default";

    public static SqliteDocumentStore Open(string folder)
    {
        var store = new SqliteDocumentStore(
            Options.Create(new SqliteStoreOptions { DataDirectory = folder }), TimeProvider.System, NullLogger<SqliteDocumentStore>.Instance);
        store.Open();
        return store;
    }

    public static DocumentWrite Write(string id, string json) => new(id, System.Text.Encoding.UTF8.GetBytes(json));
}
