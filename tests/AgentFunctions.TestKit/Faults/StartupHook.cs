#pragma warning disable CA1050, IDE0130 // The runtime looks for this name, without a namespace.
using AgentFunctions.TestKit.Faults;

/// <summary>Loaded by the runtime into a process that is started with <see cref="FaultPoints.Environment"/>, before its own code.</summary>
internal static class StartupHook
{
    public static void Initialize() => FaultPoints.Listen();
}
