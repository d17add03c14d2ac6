using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

public sealed class LedgerConcurrencyTests : LedgerConcurrencyConformance<InMemoryStoreHarness>;
