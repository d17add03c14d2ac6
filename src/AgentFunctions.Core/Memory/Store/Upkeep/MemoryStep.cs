namespace AgentFunctions.Core.Memory.Store.Upkeep;

/// <summary>What is due for a record.</summary>
internal enum MemoryStep
{
    Keep,
    Promote,
    Forget,
    Remove,
}
