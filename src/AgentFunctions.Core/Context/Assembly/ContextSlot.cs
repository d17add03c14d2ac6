namespace AgentFunctions.Core.Context.Assembly;

/// <summary>A slot as the assembly sees it.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Placement">Where its messages stand. Calls of tools and their results stand in the conversation whatever their slot.</param>
public sealed record ContextSlot(string Name, SlotPlacement Placement = SlotPlacement.Conversation)
{
    public const string PinnedName = "pinned";
    public const string TaskName = "task";
    public const string StateName = "state";
    public const string MemoryName = "memory";
    public const string HistoryName = "history";
    public const string ToolResultsName = "toolResults";

    /// <summary>The slots that always exist, in their order; a declared one of the same name takes the place of one of these.</summary>
    public static IReadOnlyList<ContextSlot> Standard { get; } =
    [
        new(PinnedName, SlotPlacement.Leading) { Pinned = true },
        new(TaskName, SlotPlacement.Leading) { Pinned = true },
        new(MemoryName, SlotPlacement.Current),
        new(StateName, SlotPlacement.Current),
        new(HistoryName),
        new(ToolResultsName),
    ];

    /// <summary>The most its messages may cost together. Default null: only the budget of the whole counts.</summary>
    public int? BudgetTokens { get; init; }

    /// <summary>Its messages stay as they are, byte for byte, or the assembly fails. Default false.</summary>
    public bool Pinned { get; init; }
}
