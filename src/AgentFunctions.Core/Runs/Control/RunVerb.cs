namespace AgentFunctions.Core.Runs.Control;

/// <summary>What can be asked of a run of ours. On the wire: the name in lower case.</summary>
public enum RunVerb
{
    /// <summary>End in good order.</summary>
    Cancel,
    Suspend,
    Resume,

    /// <summary>End where it stands.</summary>
    Terminate,

    /// <summary>Do again what failed a failed run.</summary>
    Rewind,

    /// <summary>Delete a closed run with all that belongs to it.</summary>
    Purge,
}
