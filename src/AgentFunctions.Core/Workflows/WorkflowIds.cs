using System.Buffers;

namespace AgentFunctions.Core.Workflows;

/// <summary>What an instance id and an event name may look like, in both engines.</summary>
public static class WorkflowIds
{
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static bool IsValid(string instanceId) =>
        instanceId is { Length: > 0 and <= WorkflowLimits.MaxInstanceIdLength } && char.IsAsciiLetterOrDigit(instanceId[0]) && !instanceId.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <exception cref="ArgumentException">It may not be one.</exception>
    public static void Check(string instanceId)
    {
        if (!IsValid(instanceId))
            throw new ArgumentException($"An instance id has 1 to {WorkflowLimits.MaxInstanceIdLength} characters of A-Za-z0-9._:- and begins with a letter or digit.", nameof(instanceId));
    }

    /// <exception cref="ArgumentException">It may not be one.</exception>
    public static void CheckEventName(string eventName)
    {
        if (eventName is not { Length: > 0 and <= WorkflowLimits.MaxEventNameLength })
            throw new ArgumentException($"An event name has 1 to {WorkflowLimits.MaxEventNameLength} characters.", nameof(eventName));
    }
}
