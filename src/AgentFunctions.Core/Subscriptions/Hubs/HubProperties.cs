namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>Properties of a message by their names, whatever the case of letters.</summary>
internal static class HubProperties
{
    /// <summary>The first of these that the message has as a text with something in it; null where it has none.</summary>
    public static string? Find(HubMessage message, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var (property, value) in message.Properties)
            {
                if (property.Equals(name, StringComparison.OrdinalIgnoreCase) && HubPropertyText.Of(value) is { Length: > 0 } text) return text;
            }
        }

        return null;
    }
}
