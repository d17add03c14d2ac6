namespace AgentFunctions.Core.Workflows;

/// <summary>What both engines hold to; Durable Task's limits, and ours where it has none.</summary>
public static class WorkflowLimits
{
    /// <summary>Of a status, as UTF-16 JSON: 8,192 characters. Durable Task measures it so.</summary>
    public const int MaxStatusBytes = 16 * 1024;

    /// <summary>Of an input, output or event, as UTF-8 JSON. Larger content travels as a reference.</summary>
    public const int MaxPayloadBytes = 32 * 1024;

    /// <summary>Of an instance id.</summary>
    public const int MaxInstanceIdLength = 100;

    /// <summary>Of an event name.</summary>
    public const int MaxEventNameLength = 100;
}
