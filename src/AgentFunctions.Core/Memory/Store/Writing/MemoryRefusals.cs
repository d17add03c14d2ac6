namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>Why a draft is not remembered.</summary>
public static class MemoryRefusals
{
    /// <summary>A field is beyond its bounds.</summary>
    public const string Invalid = "invalid";

    /// <summary>It looks like a key, a token or a password.</summary>
    public const string Secret = "secret";

    /// <summary>It is what memory gave out to this run, session or caller before, or one more that resembles it.</summary>
    public const string Recalled = "recalled";

    /// <summary>The run has told all that it may.</summary>
    public const string Limit = "limit";

    /// <summary>A person refused a record that says the same.</summary>
    public const string Denied = "denied";

    /// <summary>Others changed the agent's memory again and again at the same moment; send it again.</summary>
    public const string Busy = "busy";

    /// <summary>Whom it is about, or who said it, was erased while it was under way.</summary>
    public const string Erased = "erased";

    /// <summary>With <see cref="Recalled"/>, where nobody knows.</summary>
    internal const string TooMuchToCompare = "There is too much in this request to compare with what memory gave out. Send fewer or shorter items.";
}
