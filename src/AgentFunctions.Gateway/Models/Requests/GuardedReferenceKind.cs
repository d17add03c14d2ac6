namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>What a <see cref="GuardedReference"/> points at.</summary>
public enum GuardedReferenceKind
{
    /// <summary>A tool the provider runs itself: any type but <c>function</c> and <c>custom</c>, and <c>web_search_options</c>.</summary>
    HostedTool,

    /// <summary>A URL the provider would fetch.</summary>
    RemoteUrl,

    FileId,

    /// <summary>An item of an earlier response, by <c>item_reference</c> or by an item the provider would complete from its own store.</summary>
    Item,

    Conversation,

    Prompt,
}
