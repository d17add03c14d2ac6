namespace AgentFunctions.Core.Subjects;

/// <summary>Everything that is kept of a subject, part by part.</summary>
public sealed class SubjectExport(IEnumerable<ISubjectData> parts)
{
    /// <summary>The names of the parts, in order.</summary>
    public IReadOnlyList<string> Parts { get; } = [.. parts.Select(static p => p.Name).Order(StringComparer.Ordinal)];

    /// <summary>Everything of one part.</summary>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public IAsyncEnumerable<SubjectItem> ReadAsync(string part, SubjectScope scope, CancellationToken cancellationToken) =>
        (parts.FirstOrDefault(p => p.Name == part) ?? throw new ArgumentException($"There is no part '{part}'.", nameof(part))).ExportAsync(scope, cancellationToken);
}
