using System.Text.Json;

namespace AgentFunctions.TestKit.Notifications;

/// <summary>A webhook as it arrived.</summary>
/// <param name="Id">Its <c>webhook-id</c>.</param>
/// <param name="Body">Raw.</param>
/// <param name="Headers">Names in lower case.</param>
/// <param name="IsVerified">Signature and time were right.</param>
/// <param name="IsRepeat">A webhook of this id was accepted before.</param>
/// <param name="Status">What it was answered.</param>
public sealed record ReceivedWebhook(string Id, string Body, IReadOnlyDictionary<string, string> Headers, bool IsVerified, bool IsRepeat, int Status)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
