namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>That a message of this id was appended.</summary>
internal sealed record StoredMessageId
{
    public required long Sequence { get; init; }

    /// <summary>Of the message, to tell a repeat from another message under the same id.</summary>
    public required string Digest { get; init; }
}
