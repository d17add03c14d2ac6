using AgentFunctions.Embedded.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Tests.Documents;

internal static class TestStores
{
    public static SqliteDocumentStore Create(string folder, TimeProvider? time = null, Action<SqliteStoreOptions>? configure = null)
    {
        var options = new SqliteStoreOptions { DataDirectory = folder };
        configure?.Invoke(options);
        return new SqliteDocumentStore(Options.Create(options), time ?? TimeProvider.System, NullLogger<SqliteDocumentStore>.Instance);
    }
}
