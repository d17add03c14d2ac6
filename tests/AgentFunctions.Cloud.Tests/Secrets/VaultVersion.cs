using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Secrets;

/// <summary>One version of a secret in the fake.</summary>
internal sealed record VaultVersion(string Value, DateTimeOffset Created)
{
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public bool IsEnabled { get; init; } = true;

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public Dictionary<string, string> Tags { get; init; } = new() { ["hosts"] = "api.example.com" };

    /// <summary>As a get answers it.</summary>
    public JsonObject Bundle(string name)
    {
        var bundle = Item(name, Id);
        bundle["value"] = Value;
        return bundle;
    }

    /// <summary>As a list shows it: without the value, and without the version where it lists secrets.</summary>
    public JsonObject Item(string name, string? version)
    {
        var attributes = new JsonObject { ["enabled"] = IsEnabled, ["created"] = Created.ToUnixTimeSeconds(), ["updated"] = Created.ToUnixTimeSeconds(), ["recoveryLevel"] = "Recoverable" };
        if (Expires is { } expires) attributes["exp"] = expires.ToUnixTimeSeconds();
        if (NotBefore is { } notBefore) attributes["nbf"] = notBefore.ToUnixTimeSeconds();
        var tags = new JsonObject();
        foreach (var (key, value) in Tags) tags[key] = value;
        return new JsonObject { ["id"] = $"{VaultFake.Endpoint}/secrets/{name}{(version is null ? "" : "/" + version)}", ["attributes"] = attributes, ["tags"] = tags };
    }
}
