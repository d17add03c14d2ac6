using AgentFunctions.Core.Ledger;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Embedded.Tests.Ledger;

public sealed class LedgerConcurrencyOnSqliteTests : LedgerConcurrencyConformance<SqliteStoreHarness>
{
    public sealed class WithBlocks : LedgerConcurrencyConformance<SqliteStoreHarness>
    {
        protected override int Calls => 400;

        protected override void Configure(LedgerOptions options) => LedgerProcess.DrawEagerly(options);
    }
}
