namespace AgentFunctions.Core.Events;

/// <summary>An event on its way into a stream.</summary>
/// <param name="Key">Events of one key are read in the order they were published. 1 to 512 characters.</param>
/// <param name="Id">Readers recognise repeats by it. 1 to 512 characters.</param>
/// <param name="Body">UTF-8 JSON object, a CloudEvent; at most 1 MB less 4 KB.</param>
public readonly record struct StreamEvent(string Key, string Id, ReadOnlyMemory<byte> Body);
