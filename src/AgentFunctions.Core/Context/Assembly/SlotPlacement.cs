namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Where the messages of a slot stand. What changes least stands first, so that a provider's prompt cache holds.</summary>
public enum SlotPlacement
{
    /// <summary>Before the conversation, in the order of the slots.</summary>
    Leading,

    /// <summary>In the conversation, in the order given.</summary>
    Conversation,

    /// <summary>Right before the last message of the user: it may change every turn and leaves what stands before it alone.</summary>
    Current,
}
