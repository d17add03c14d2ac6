namespace AgentFunctions.LocalHost.Startup;

/// <summary>A key and a model that answer.</summary>
internal sealed record DemoCall(string Key, string Model);
