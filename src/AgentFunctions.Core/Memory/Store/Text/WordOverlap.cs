namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>A text beside one that was given.</summary>
/// <param name="Added">Words that were not given.</param>
/// <param name="AddedDecisive">Of these, numbers, names and negations.</param>
/// <param name="Kept">Words of what was given that stand in the text.</param>
/// <param name="LostDecisive">Numbers, names and negations of what was given that do not.</param>
internal readonly record struct WordOverlap(int Added, int AddedDecisive, int Kept, int LostDecisive);
