using System.Collections.Frozen;

namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>Names of slots.</summary>
public static class SlotNames
{
    public const string Pinned = "pinned";
    public const string Task = "task";
    public const string State = "state";
    public const string Memory = "memory";
    public const string History = "history";
    public const string ToolResults = "toolResults";

    private const int MaxLength = 64;
    private static readonly FrozenSet<string> Filled = FrozenSet.ToFrozenSet([Memory, History, ToolResults], StringComparer.Ordinal);

    /// <summary>The slots that every session has, in the order in which a model is shown them.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [Pinned, Task, State, Memory, History, ToolResults];

    /// <summary>Whether it can be a name: a letter, then letters, digits, <c>_</c> and <c>-</c>, 64 at most.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxLength || !char.IsAsciiLetter(name[0])) return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) return false;
        return true;
    }

    /// <summary>The gateway fills it; nobody writes it.</summary>
    public static bool IsFilled(string name) => Filled.Contains(name);
}
