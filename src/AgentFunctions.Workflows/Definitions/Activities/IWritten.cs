namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>What comes of an activity that keeps values of the run.</summary>
internal interface IWritten
{
    /// <summary>Bytes of values that it kept, or kept before; 0 for none.</summary>
    long Bytes { get; }
}
