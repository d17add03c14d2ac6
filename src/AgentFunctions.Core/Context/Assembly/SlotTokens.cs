namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What the messages of a slot cost.</summary>
/// <param name="Name">The slot.</param>
/// <param name="TokensBefore">As they were given.</param>
/// <param name="TokensAfter">As they were assembled.</param>
/// <param name="BudgetTokens">The most they may cost; null: no bound of its own.</param>
public sealed record SlotTokens(string Name, int TokensBefore, int TokensAfter, int? BudgetTokens);
