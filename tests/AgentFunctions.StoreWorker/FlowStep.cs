namespace AgentFunctions.StoreWorker;

/// <summary>One call of the activity: which instance, which step, and the result before it.</summary>
internal sealed record FlowStep(int Number, int Step, string Before);
