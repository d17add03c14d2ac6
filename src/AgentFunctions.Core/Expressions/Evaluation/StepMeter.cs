namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>Counts the steps of one evaluation, so that its cost does not depend on whose data it meets.</summary>
internal sealed class StepMeter
{
    private const int CharactersAStep = 64;
    private long _left = ExpressionLimits.MaxSteps;

    public static ExpressionFailure TooCostly(int position) =>
        new(ExpressionFailureReason.TooCostly, position, $"the data is too large for it: it would take more than {ExpressionLimits.MaxSteps} steps");

    /// <summary>false: no steps are left.</summary>
    public bool Take(long steps)
    {
        _left -= steps;
        return _left >= 0;
    }

    public bool TakeText(string text) => Take(1 + (text.Length / CharactersAStep));
}
