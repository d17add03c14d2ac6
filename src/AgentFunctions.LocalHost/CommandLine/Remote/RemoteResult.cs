namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>Exactly one is set.</summary>
internal sealed record RemoteResult<T>(T? Value, RemoteProblem? Problem)
    where T : class;
