namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>A field of an object and where its name stands.</summary>
internal readonly record struct SourceField(string Name, SourceLocation At, SourceNode Value);
