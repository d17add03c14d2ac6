namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>What can be done with dead letters.</summary>
public enum DeadLetterVerb
{
    /// <summary>Delivers it again, to what the subscription declares now, with all its attempts.</summary>
    Redrive,

    Delete,
}
