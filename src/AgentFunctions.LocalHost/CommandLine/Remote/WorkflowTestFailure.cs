namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>Something that was not as a test expects it.</summary>
internal sealed record WorkflowTestFailure
{
    public string Path { get; set; } = "$";

    public string Message { get; set; } = "";
}
