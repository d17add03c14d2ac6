namespace AgentFunctions.Core.Usage.Intake;

/// <summary>An event as a stream delivered it.</summary>
/// <param name="Position">Where in the stream it was, of <c>a-z0-9-</c>.</param>
/// <param name="Body">As it was published.</param>
public readonly record struct IntakeEvent(string Position, ReadOnlyMemory<byte> Body);
