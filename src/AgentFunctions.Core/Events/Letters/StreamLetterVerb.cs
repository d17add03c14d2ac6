namespace AgentFunctions.Core.Events.Letters;

/// <summary>What can be done with dead letters of a stream.</summary>
public enum StreamLetterVerb
{
    /// <summary>Hands the event in again, as the stream would; what is refused again stays.</summary>
    Redrive,

    Delete,
}
