namespace AgentFunctions.Core.Memory.Records;

/// <summary>What is believed of a record's usefulness: a Beta distribution over verified outcomes of the runs that used it, from the prior Beta(1, 1). Claims do not move it.</summary>
/// <param name="Successes">Verified successes, weighted.</param>
/// <param name="Failures">Verified failures, weighted.</param>
public readonly record struct Usefulness(double Successes, double Failures)
{
    /// <summary>The mean, 0 to 1; 0.5 where nothing is known.</summary>
    public double Mean => (Successes + 1) / (Successes + Failures + 2);

    /// <summary>What both know.</summary>
    internal Usefulness Plus(Usefulness other) => new(Successes + other.Successes, Failures + other.Failures);
}
