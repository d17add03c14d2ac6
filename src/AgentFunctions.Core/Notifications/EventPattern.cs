namespace AgentFunctions.Core.Notifications;

/// <summary>Patterns over event types: a type, a beginning followed by <c>*</c>, or <c>*</c>.</summary>
public static class EventPattern
{
    public static bool Matches(string pattern, string type)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(type);
        return pattern.EndsWith('*') ? type.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == type;
    }
}
