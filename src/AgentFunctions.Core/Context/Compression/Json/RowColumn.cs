namespace AgentFunctions.Core.Context.Compression.Json;

/// <summary>One column of a list of objects.</summary>
/// <param name="Index">Where its cells stand.</param>
/// <param name="Name">Its path as JSON writes it, escapes and all: <c>user.login</c>.</param>
internal sealed record RowColumn(int Index, byte[] Name);
