namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>One event of a streamed answer. Its memory is valid until the next wait on the reader it came from.</summary>
/// <param name="Raw">Exactly the bytes received, the blank line included; what is forwarded.</param>
/// <param name="Data">The event's data without field names; empty for comments.</param>
/// <param name="Kind">What it means to the gateway.</param>
public readonly record struct ModelEvent(ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Data, ModelEventKind Kind);
