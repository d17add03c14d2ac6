namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The moment from which the ages of messages are counted: the end of the input, or an earlier turn while it is replayed.</summary>
internal sealed class ContextClock
{
    /// <summary>Rounds of calls behind that moment.</summary>
    public int Round { get; set; }

    /// <summary>Messages of the user behind that moment.</summary>
    public int Exchange { get; set; }
}
