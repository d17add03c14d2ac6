using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>Names of topics: ids. What begins with <c>agentfunctions.</c>, in whatever case, is published by the product alone.</summary>
public static class EventTopics
{
    /// <summary>Where runs say that they are over.</summary>
    public const string Runs = "agentfunctions.runs";

    /// <summary>Where schedules without a topic of their own publish.</summary>
    public const string Schedules = "agentfunctions.schedules";

    /// <summary>Where webhooks without a topic of their own publish.</summary>
    public const string Webhooks = "agentfunctions.webhooks";

    /// <summary>Where it is said that people are asked, and what came of it.</summary>
    public const string Approvals = "agentfunctions.approvals";

    private const string Own = "agentfunctions";

    public static bool IsValid(string topic) => ResourceIds.IsValid(topic);

    public static bool IsReserved(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.Equals(Own, StringComparison.OrdinalIgnoreCase) || topic.StartsWith(Own + ".", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Why nobody outside may publish on a topic; null where they may.</summary>
    public static ApiError? Refusal(string topic)
    {
        if (!IsValid(topic)) return ApiErrors.InvalidRequest("topic", "A topic matches ^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$, such as orders.created.");
        return IsReserved(topic) ? ApiErrors.InvalidRequest("topic", "Topics that begin with agentfunctions. are for events of the product itself.") : null;
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
