namespace AgentFunctions.Core.Events;

/// <summary>An event read from a log.</summary>
/// <param name="Offset">Its place in the log, from 1 on; grows from event to event, with gaps.</param>
/// <param name="Event">As it was published.</param>
public readonly record struct LoggedEvent(long Offset, StreamEvent Event);
