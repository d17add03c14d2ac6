namespace AgentFunctions.Core.Runs.Verdicts;

/// <summary>What a verdict did to memory when it was given. Given again it does what is left, mostly nothing.</summary>
/// <param name="Moved">Records that the run was given as advice, whose usefulness it moved.</param>
/// <param name="Learned">Records that the run learned, which heard of it.</param>
/// <param name="Confirmed">Those of them that left quarantine by it.</param>
public sealed record RunVerdictEffect(int Moved, int Learned, int Confirmed)
{
    public static RunVerdictEffect None { get; } = new(0, 0, 0);

    public static RunVerdictEffect operator +(RunVerdictEffect one, RunVerdictEffect other) => Add(one, other);

    public static RunVerdictEffect Add(RunVerdictEffect one, RunVerdictEffect other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new RunVerdictEffect(one.Moved + other.Moved, one.Learned + other.Learned, one.Confirmed + other.Confirmed);
    }
}
