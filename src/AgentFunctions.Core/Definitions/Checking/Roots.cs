namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>The first names of paths in the expressions of a definition.</summary>
public static class Roots
{
    public const string Input = "input";
    public const string Steps = "steps";
    public const string Vars = "vars";
    public const string Run = "run";
    public const string Loop = "loop";
    public const string Error = "error";
    public const string Event = "event";

    /// <summary>Words that an entry of a list cannot be called.</summary>
    internal static IReadOnlyList<string> Taken { get; } = [Input, Steps, Vars, Run, Loop, Error, Event, "true", "false", "null", "and", "or", "not", "in"];

    internal static bool IsTaken(string name) => Taken.Contains(name);
}
