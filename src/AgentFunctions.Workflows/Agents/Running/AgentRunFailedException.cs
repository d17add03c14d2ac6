namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>Fails the instance of a run that failed. The run is closed already when it is thrown.</summary>
internal sealed class AgentRunFailedException(RunFault fault) : Exception($"{fault.Code}: {fault.Message}");
