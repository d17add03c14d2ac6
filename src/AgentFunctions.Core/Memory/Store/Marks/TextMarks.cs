using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Marks;

/// <summary>What is marked of the text of a record.</summary>
/// <param name="Own">The marks that are about its subject, or about none; any where it has none.</param>
/// <param name="IsOfAnother">It was refused or demoted about another subject.</param>
internal sealed record TextMarks(IReadOnlyList<KeptMark> Own, bool IsOfAnother)
{
    public static TextMarks None { get; } = new([], false);

    public string? DeniedBy => Own.Select(static m => m.Mark.DeniedBy).FirstOrDefault(static by => by is not null);

    public bool IsDemoted => Own.Any(static m => m.Mark.Demoted);

    /// <summary>What a new record of the text begins with.</summary>
    public Usefulness Usefulness => Own.Aggregate(default(Usefulness), static (sum, m) => sum.Plus(m.Mark.Usefulness));

    /// <summary>Verdicts that pass over to a new record are no longer those of deleted ones; a demotion stays on the text.</summary>
    public IEnumerable<BatchOperation> HandOver() => Own.Where(static m => !m.Mark.Demoted).Select(static m => m.To(m.Mark with { Successes = 0, Failures = 0 })).OfType<BatchOperation>();
}
