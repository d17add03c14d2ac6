namespace AgentFunctions.Core.Context.Assembly;

/// <summary>How much of a message stands in a context. A message only ever goes further down this list.</summary>
public enum ContextForm
{
    /// <summary>As it was, or as the layers that keep its facts wrote it (duplicate, projected, folded, boilerplate).</summary>
    Whole,

    /// <summary>A synopsis or the sentences that say most, with the handle.</summary>
    Condensed,

    /// <summary>One line with the names of its fields and the handle.</summary>
    Cleared,

    /// <summary>Left out.</summary>
    LeftOut,
}
