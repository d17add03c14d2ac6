namespace AgentFunctions.Benchmarks.Load;

/// <summary>One answer. <paramref name="Body"/> is only valid until the connection's next call.</summary>
/// <param name="FirstByte">Timestamp of the first byte of the body.</param>
/// <param name="End">Timestamp of its last.</param>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body, long FirstByte, long End);
