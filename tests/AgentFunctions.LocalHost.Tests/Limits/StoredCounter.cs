namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>A counter of the ledger as it stands.</summary>
/// <param name="Scope">Of what, such as <c>agents/a</c>.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Window">In which window.</param>
/// <param name="Settled">Charged.</param>
/// <param name="Held">Held by running calls.</param>
/// <param name="Overrun">Charged beyond a bound.</param>
internal sealed record StoredCounter(string Scope, string Unit, string Window, long Settled, long Held, long Overrun);
