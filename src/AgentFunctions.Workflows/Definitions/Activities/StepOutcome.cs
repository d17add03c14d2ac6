namespace AgentFunctions.Workflows.Definitions.Activities;

internal enum StepOutcome
{
    /// <summary>Over, with an output.</summary>
    Done,

    /// <summary>Later perhaps.</summary>
    NotNow,

    /// <summary>People were asked.</summary>
    Asked,

    /// <summary>Begun: a run within the run is to be run, a time or an event waited for.</summary>
    Started,

    /// <summary>Over, without success.</summary>
    Failed,
}
