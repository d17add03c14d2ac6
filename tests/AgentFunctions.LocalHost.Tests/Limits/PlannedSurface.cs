namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Which call it is.</summary>
internal enum PlannedSurface
{
    Chat,
    Responses,
    Embeddings,
}
