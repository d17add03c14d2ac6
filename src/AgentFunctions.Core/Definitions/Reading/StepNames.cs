namespace AgentFunctions.Core.Definitions.Reading;

/// <summary>Names of steps, branches and variables: plain, so that expressions read them as they are.</summary>
internal static class StepNames
{
    public const string Pattern = "^[A-Za-z][A-Za-z0-9_]{0,39}$";

    public static bool IsValid(string name) => name.Length is > 0 and <= 40 && char.IsAsciiLetter(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
