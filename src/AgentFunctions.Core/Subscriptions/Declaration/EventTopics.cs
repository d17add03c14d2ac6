using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Names of topics: ids. What begins with <c>agentfunctions.</c> is published by the product alone.</summary>
public static class EventTopics
{
    /// <summary>Where runs say that they are over.</summary>
    public const string Runs = "agentfunctions.runs";

    /// <summary>Where schedules without a topic of their own publish.</summary>
    public const string Schedules = "agentfunctions.schedules";

    /// <summary>Where webhooks without a topic of their own publish.</summary>
    public const string Webhooks = "agentfunctions.webhooks";

    private const string Own = "agentfunctions";

    public static bool IsValid(string topic) => ResourceIds.IsValid(topic);

    public static bool IsReserved(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic == Own || topic.StartsWith(Own + ".", StringComparison.Ordinal);
    }

    /// <summary>A pattern is a topic, a beginning followed by <c>*</c>, or <c>*</c>, which means all but the product's own.</summary>
    public static bool Matches(string pattern, string topic)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(topic);
        if (pattern == "*") return !IsReserved(topic);
        return pattern.EndsWith('*') ? topic.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == topic;
    }
}
