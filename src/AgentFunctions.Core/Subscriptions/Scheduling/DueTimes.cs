namespace AgentFunctions.Core.Subscriptions.Scheduling;

/// <summary>What of a schedule is due.</summary>
/// <param name="Missed">Times at which nothing ran here, oldest first; the latest of them where there are very many.</param>
/// <param name="OnTime">Times that just came.</param>
/// <param name="LeftOut">Missed ones beyond those.</param>
/// <param name="Next">The next to come; null: none.</param>
internal sealed record DueTimes(IReadOnlyList<DateTimeOffset> Missed, IReadOnlyList<DateTimeOffset> OnTime, int LeftOut, DateTimeOffset? Next);
