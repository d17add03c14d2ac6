using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Http.Resources;

namespace AgentFunctions.Http.Sessions;

/// <summary>Reads messages that are to be appended.</summary>
internal static class MessageDrafts
{
    private const string IdName = "id";
    private const string PinnedName = "pinned";

    /// <summary>The messages, or what is wrong with them.</summary>
    /// <param name="body">Fits its schema.</param>
    /// <param name="spec">The agent's.</param>
    /// <param name="key">Makes ids for messages without one; with <c>#</c>, which no id of a caller has.</param>
    /// <param name="by">Who appends them.</param>
    /// <param name="endUser">On whose behalf.</param>
    /// <param name="runId">In which run of the agent; null: in none.</param>
    public static Outcome<IReadOnlyList<MessageDraft>> Read(JsonElement body, AgentSpec spec, string key, string by, string? endUser, string? runId)
    {
        List<MessageDraft> drafts = [];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, message) in body.GetProperty("messages").EnumerateArray().Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"messages[{index}]");
            var named = JsonText.Of(message, IdName);
            if (named is not null && !ids.Add(named)) return ApiErrors.InvalidRequest($"{path}.id", $"{path}.id repeats the id of an earlier message.");
            if (message.GetProperty("role").GetString() == "tool" && JsonText.Of(message, "tool_call_id") is null) return ApiErrors.InvalidRequest($"{path}.tool_call_id", $"{path}.tool_call_id is missing: it names the call that the message answers.");
            if (MessageContents.Find(message, path) is { } wrong) return wrong;
            var label = MessageLabels.Of(message, spec);
            if (OwnMembers.IsQuoted(message)) label = label with { Integrity = Integrity.Untrusted };
            drafts.Add(new MessageDraft(named ?? string.Create(CultureInfo.InvariantCulture, $"{key}#{index}"), OwnMembers.Without(message, IdName, OwnMembers.Integrity, PinnedName), label, by, endUser) { IsPinned = OwnMembers.IsTrue(message, PinnedName), RunId = runId });
        }

        return drafts;
    }
}
