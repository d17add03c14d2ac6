namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>One filter in the dialects of the CloudEvents Subscriptions API: exactly one field is given. Attributes compare by their text, case-sensitively; a missing attribute matches nothing.</summary>
public sealed record EventFilterSpec
{
    /// <summary>Every attribute named has exactly this value.</summary>
    public IReadOnlyDictionary<string, string>? Exact { get; set; }

    /// <summary>Every attribute named begins so.</summary>
    public IReadOnlyDictionary<string, string>? Prefix { get; set; }

    /// <summary>Every attribute named ends so.</summary>
    public IReadOnlyDictionary<string, string>? Suffix { get; set; }

    /// <summary>All hold.</summary>
    public IReadOnlyList<EventFilterSpec>? All { get; set; }

    /// <summary>One holds.</summary>
    public IReadOnlyList<EventFilterSpec>? Any { get; set; }

    /// <summary>It does not hold.</summary>
    public EventFilterSpec? Not { get; set; }
}
