using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Marks;

/// <summary>What was decided about a text and outlives its records. It has neither the text nor whom it is about.</summary>
internal sealed record StoredMark
{
    /// <summary>Who refused it; null: nobody.</summary>
    public string? DeniedBy { get; init; }

    /// <summary>Runs that used it went wrong: it is given out as a warning at most.</summary>
    public bool Demoted { get; init; }

    /// <summary>Of a demoted text how it came to that; of another what its deleted records had.</summary>
    public double Successes { get; init; }

    public double Failures { get; init; }

    public Usefulness Usefulness => new(Successes, Failures);
}
