namespace AgentFunctions.Core.Labels;

/// <summary>Where content came from and who may see it; kept with every message, memory record and tool result.</summary>
public readonly record struct ContentLabel(Integrity Integrity, Confidentiality Confidentiality);
