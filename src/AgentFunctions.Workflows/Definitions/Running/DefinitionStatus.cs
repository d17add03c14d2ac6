namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>What status reads of the engine show.</summary>
/// <param name="RunId">Which run.</param>
/// <param name="Steps">Steps begun.</param>
/// <param name="Waiting">Steps that wait for people, events or times.</param>
internal sealed record DefinitionStatus(string RunId, int Steps, int Waiting);
