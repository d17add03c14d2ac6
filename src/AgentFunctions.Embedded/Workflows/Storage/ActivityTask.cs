namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>An activity to run, claimed by this process.</summary>
/// <param name="Instance">Key of its instance.</param>
/// <param name="InstanceId">Id of its instance.</param>
/// <param name="TaskId">Its number there.</param>
/// <param name="Generation">Of the run of the code that wants it.</param>
/// <param name="Name">Of the activity.</param>
/// <param name="Input">JSON; null for none.</param>
/// <param name="Claim">Tells this claim from every other: whoever lost it cannot complete the task.</param>
internal sealed record ActivityTask(long Instance, string InstanceId, int TaskId, int Generation, string Name, byte[]? Input, long Claim);
