namespace AgentFunctions.Core.Resources.States;

/// <summary>States by the names that the surface uses.</summary>
public static class OperatingStates
{
    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["active", "throttled", "suspended", "killed"];

    public static string ToName(OperatingState state) => Names[(int)state];

    public static OperatingState? Find(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name) return (OperatingState)i;
        }

        return null;
    }
}
