namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>What a UTF-16 unit can be part of when text is split into words. The encodings take a run of one kind as one word, however long; digits they take in threes.</summary>
[Flags]
internal enum CharKinds : byte
{
    None = 0,

    /// <summary>Letters, and marks on them.</summary>
    Letter = 1,

    /// <summary>Neither white space, letter nor digit; marks again, and halves of characters outside the basic plane.</summary>
    Sign = 2,

    Space = 4,

    /// <summary>Line ends and slashes, which stay with the signs before them.</summary>
    LineOrSlash = 8,
}
