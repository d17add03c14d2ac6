using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>Where an event of a hub is to be published: what its extension attributes say, or the properties of its message. Where both say something they must say the same.</summary>
/// <param name="TenantId">Whose; the default tenant where nothing is said.</param>
/// <param name="Topic">On which topic; empty where nothing is said.</param>
/// <param name="Team">The team it belongs to; null: the tenant.</param>
internal sealed record HubAddress(string TenantId, string Topic, string? Team)
{
    private const string TenantProperty = "tenant";
    private const string TopicProperty = "topic";
    private const string TeamProperty = "team";

    public static Outcome<HubAddress> Of(HubMessage message, CloudEvent value)
    {
        var (tenant, topic, team) = (Read(message, value, TenantProperty, CloudEventNames.Tenant), Read(message, value, TopicProperty, CloudEventNames.Topic), Read(message, value, TeamProperty, CloudEventNames.Team));
        if ((tenant.Error ?? topic.Error ?? team.Error) is { } wrong) return wrong;
        if (topic.Value!.Length == 0) return ApiErrors.InvalidRequest(TopicProperty, $"Say on which topic: with the property {TopicProperty} of the message or the extension attribute {CloudEventNames.Topic} of the event.");
        return new HubAddress(tenant.Value!.Length == 0 ? Tenants.Default : tenant.Value, topic.Value, team.Value!.Length == 0 ? null : team.Value);
    }

    private static Outcome<string> Read(HubMessage message, CloudEvent value, string property, string attribute)
    {
        var own = HubProperties.Find(message, property);
        if (!value.Json.TryGetProperty(attribute, out var json) || json.ValueKind == JsonValueKind.Null) return own ?? "";
        if (json.ValueKind != JsonValueKind.String) return ApiErrors.InvalidRequest(attribute, $"{attribute} must be a text.");
        var said = json.GetString()!;
        return own is null || own == said ? said : ApiErrors.InvalidRequest(property, $"The property {property} of the message and the extension attribute {attribute} of the event say different things: send one of them.");
    }
}
