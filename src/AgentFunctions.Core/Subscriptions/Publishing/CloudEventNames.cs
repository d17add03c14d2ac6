namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Names of attributes. Source: CloudEvents 1.0.2.</summary>
public static class CloudEventNames
{
    /// <summary>Extension: how many runs, one after the other, an event came about through. A number; 0 when left out.</summary>
    public const string Depth = "agentfunctionsdepth";

    /// <summary>Extension: on whose behalf it came about. What it starts is done for the same person, and it is erased with that person.</summary>
    public const string EndUser = "enduser";

    /// <summary>Extension of events that come or go through a hub: the tenant.</summary>
    public const string Tenant = "agentfunctionstenant";

    /// <summary>Extension of events that come or go through a hub: the topic.</summary>
    public const string Topic = "agentfunctionstopic";

    /// <summary>Extension of events that come or go through a hub: the team an event belongs to; left out for the tenant's.</summary>
    public const string Team = "agentfunctionsteam";

    /// <summary>The specification asks for at most 20; this is kinder to those who do not.</summary>
    public const int MaxLength = 40;

    /// <summary>Lower-case letters and digits.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
    }
}
