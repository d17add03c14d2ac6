namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Why content is not in a context as it was. On the wire as they stand here.</summary>
public static class DropReasons
{
    /// <summary>The same text stands earlier in the context.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Nearly the same text stands earlier; the difference is here.</summary>
    public const string NearDuplicate = "near_duplicate";

    /// <summary>JSON written shorter: columns, no nulls and empties, fields that nobody used left out.</summary>
    public const string Projected = "projected";

    /// <summary>Lines of a log that differ in values only, counted.</summary>
    public const string Folded = "folded";

    /// <summary>Markup, navigation and other furniture of a page.</summary>
    public const string Boilerplate = "boilerplate";

    /// <summary>A long result, replaced by a synopsis.</summary>
    public const string Condensed = "condensed";

    /// <summary>An old result, of which only the fields' names stay.</summary>
    public const string Stale = "stale";

    /// <summary>An old result of a call that was made again later.</summary>
    public const string Superseded = "superseded";

    /// <summary>Prose of which the sentences that say most stay.</summary>
    public const string Summarised = "summarised";

    /// <summary>The whole message left out, to fit the budget.</summary>
    public const string Budget = "budget";

    /// <summary>A result without its call, or a call without its result: no provider takes those.</summary>
    public const string Unpaired = "unpaired";
}
