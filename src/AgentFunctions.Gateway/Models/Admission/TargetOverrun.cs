using AgentFunctions.Core.Ledger;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>A target that used more than was held for its attempt.</summary>
internal readonly record struct TargetOverrun(string Provider, string Deployment, LedgerAmounts Beyond);
