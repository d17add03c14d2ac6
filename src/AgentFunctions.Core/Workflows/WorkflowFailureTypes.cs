namespace AgentFunctions.Core.Workflows;

/// <summary>The engine's own words in <see cref="WorkflowFailure.Type"/>.</summary>
public static class WorkflowFailureTypes
{
    /// <summary>Ended by <see cref="IWorkflowClient.TerminateAsync"/>.</summary>
    public const string Terminated = "terminated";

    /// <summary>The catalogue of the process has no such workflow, version or activity.</summary>
    public const string NotInCatalogue = "notInCatalogue";

    /// <summary>The code did not do at replay what its history says.</summary>
    public const string NotDeterministic = "notDeterministic";

    /// <summary>An input, output or event is larger than <see cref="WorkflowLimits.MaxPayloadBytes"/>.</summary>
    public const string PayloadTooLarge = "payloadTooLarge";

    /// <summary>A child was to get an id that was used before.</summary>
    public const string InstanceIdUsed = "instanceIdUsed";

    /// <summary>Trying again cannot help.</summary>
    public static bool IsFinal(string type) => type is NotInCatalogue or NotDeterministic or PayloadTooLarge or InstanceIdUsed or Terminated;
}
