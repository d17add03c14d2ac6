using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Starting;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>What a run within a run answers: the word of a model, never to be believed, and for nobody who may not see what it rests on.</summary>
internal static class ChildAnswers
{
    /// <param name="child">The run, as it is when it is over; null where it cannot be found.</param>
    public static ContentLabel LabelOf(RunWork? child) => child is null ? ContentLabel.Unknown : ContentLabel.Unknown.Least(child.InputLabel).Least(child.StepsLabel);
}
