namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>A text of a record that was given out, or a sentence of it.</summary>
/// <param name="Place">Its number.</param>
/// <param name="Subject">Whom the record is about, folded; null: nobody.</param>
/// <param name="Bag">Its words.</param>
internal sealed record GivenText(int Place, string? Subject, WordBag Bag)
{
    /// <summary>The records that say it, by number.</summary>
    public List<int> Records { get; } = [];

    /// <summary>It is all that a record says.</summary>
    public bool IsAll { get; set; }

    /// <summary>It is one sentence.</summary>
    public bool IsSentence { get; set; }
}
