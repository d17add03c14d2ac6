namespace AgentFunctions.Workflows.Agents.Activities;

internal enum CallStepOutcome
{
    /// <summary>Over: the model sees the result, or why there is none.</summary>
    Done,

    /// <summary>Later perhaps.</summary>
    NotNow,

    /// <summary>People were asked.</summary>
    Asked,

    /// <summary>A helper's run is there, to be run as a child.</summary>
    Started,

    /// <summary>The run cannot go on.</summary>
    Failed,
}
