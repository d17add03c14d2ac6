using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Embedded.Tests.Ledger;

public sealed class LedgerConcurrencyOnSqliteTests : LedgerConcurrencyConformance<SqliteStoreHarness>;
