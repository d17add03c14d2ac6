using AgentFunctions.Core.Ledger;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>Where a quota stands for one thing.</summary>
/// <param name="Limit">The limit with what counts against it.</param>
/// <param name="Temporary">The change in force now; null for none.</param>
/// <param name="ExhaustedAt">When nothing will be left, by <see cref="IBurnRate"/>.</param>
public sealed record QuotaState(LimitState Limit, TemporaryAmountSpec? Temporary, DateTimeOffset? ExhaustedAt);
