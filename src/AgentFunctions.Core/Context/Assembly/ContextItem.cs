using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>One message while its context is assembled.</summary>
internal sealed class ContextItem(int index, ContextMessage source, ContextClock clock)
{
    /// <summary>Its place in the input.</summary>
    public int Index { get; } = index;

    public ContextMessage Source { get; } = source;

    public string Role { get; set; } = "";

    /// <summary>The one text that layers may rewrite; null: it has none, or more than one, and passes untouched.</summary>
    public string? Text { get; set; }

    public int TextTokens { get; set; }

    /// <summary>Everything but the text: the frame, calls of tools, images.</summary>
    public int OtherTokens { get; set; }

    public IReadOnlyList<ToolCallPart> Calls { get; set; } = [];

    /// <summary>The call a result answers.</summary>
    public string? CallId { get; set; }

    /// <summary>The call a result answers, once it was found.</summary>
    public ToolCallPart? Call { get; set; }

    public ContextSlot Slot { get; set; } = ContextSlot.Standard[^2];

    public bool Pinned { get; set; }

    /// <summary>The how-manieth round of calls it belongs to, counted from the newest, which is 0; -1: none.</summary>
    public int Round { get; set; } = -1;

    /// <summary>How many messages of the user there are behind it in the input; outside the conversation it is as old as can be.</summary>
    public int Exchange { get; set; } = int.MaxValue;

    /// <summary>How many messages of the user came after it: 0 for the current turn.</summary>
    public int ExchangesAgo => Exchange - clock.Exchange;

    /// <summary>It belongs to what came after the last message of the user, or is that message.</summary>
    public bool Current => ExchangesAgo == 0;

    public ContextForm Form { get; set; }

    /// <summary>The result that has the same text.</summary>
    public ContextItem? SameAs { get; set; }

    /// <summary>The result that has nearly the same text.</summary>
    public ContextItem? NearTo { get; set; }

    /// <summary>The result it refers to.</summary>
    public ContextItem? Repeats => SameAs ?? NearTo;

    /// <summary>It stands, and what it refers to does not.</summary>
    public bool RefersToNothing => Form != ContextForm.LeftOut && Repeats?.Form == ContextForm.LeftOut;

    /// <summary>The newest round in which a result refers to this one.</summary>
    public int ReferredRound { get; set; } = int.MaxValue;

    /// <summary>How many rounds ago it was needed last: one that a new result refers to is as new as that.</summary>
    public int Age => Math.Min(Round, ReferredRound) - clock.Round;

    /// <summary>The same call was made again later.</summary>
    public bool Superseded { get; set; }

    /// <summary>What stands in place of the text; null: the text itself.</summary>
    public Rendering? Rendered { get; set; }

    /// <summary>What <see cref="Rendered"/> was written for, where it would be the same again; null: it is to be written.</summary>
    public (ContextForm Form, ContextItem? SameAs, bool Superseded)? RenderedFor { get; set; }

    /// <summary>What the text is compared by, once it was; null: not yet, or too short to be compared.</summary>
    public Sketch? Sketch { get; set; }

    /// <summary>The text once it was looked at.</summary>
    public ResultText? Result { get; set; }

    /// <summary>Why it is left out.</summary>
    public string LeftOutReason { get; set; } = DropReasons.Budget;

    /// <summary>What brings it back where it is left out whole.</summary>
    public string? LeftOutHandle { get; set; }

    public bool IsResult => Role is "tool" or "function";

    public int TokensBefore => OtherTokens + TextTokens;

    public int Tokens => Form == ContextForm.LeftOut ? 0 : OtherTokens + (Rendered?.Tokens ?? TextTokens);
}
