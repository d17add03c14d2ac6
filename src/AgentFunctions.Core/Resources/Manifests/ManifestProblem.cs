namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>One finding in one file.</summary>
/// <param name="File">Name of the file within the folder.</param>
/// <param name="Path">Path of the field, <c>spec.targets[0].provider</c>; <c>$</c> for the whole.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ManifestProblem(string File, string Path, string Message)
{
    public override string ToString() => $"{File}: {Path} {Message}";
}
