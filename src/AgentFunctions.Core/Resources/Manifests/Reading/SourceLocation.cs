namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>A place in a manifest file.</summary>
/// <param name="File">Path within the folder, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1; bytes in JSON, characters in YAML.</param>
internal readonly record struct SourceLocation(string File, int Line, int Column);
