using System.Globalization;
using AgentFunctions.Core.Resources.Manifests.Reading;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>One finding in one file.</summary>
/// <param name="File">Path of the file within the folder.</param>
/// <param name="Path">Path of the field, <c>spec.targets[0].provider</c>; <c>$</c> for the whole.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ManifestProblem(string File, string Path, string Message)
{
    /// <summary>From 1; 0 when the finding is about the file or folder as a whole.</summary>
    public int Line { get; init; }

    /// <summary>From 1; 0 when unknown.</summary>
    public int Column { get; init; }

    /// <summary><c>agents/triage.yaml:12: spec.models[0] names models/x, which does not exist</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line.ToString(CultureInfo.InvariantCulture)}" : File;
        return Path == "$" ? $"{place}: {Message}" : $"{place}: {Path} {Message}";
    }

    internal static ManifestProblem At(SourceLocation at, string path, string message) => new(at.File, path, message) { Line = at.Line, Column = at.Column };
}
