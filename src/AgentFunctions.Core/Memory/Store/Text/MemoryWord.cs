namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>A word of a text.</summary>
/// <param name="Stem">Lower case, without accents and plural.</param>
/// <param name="IsDecisive">A number, a name or a negation: a text with another one says something else.</param>
/// <param name="IsLimit">It makes something hold for less: no merge adds or drops it.</param>
internal readonly record struct MemoryWord(string Stem, bool IsDecisive, bool IsLimit);
