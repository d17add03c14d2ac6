namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>Replaces <see cref="Length"/> bytes at <see cref="Offset"/>; 0 inserts.</summary>
internal readonly record struct BodyEdit(int Offset, int Length, ReadOnlyMemory<byte> Replacement);
