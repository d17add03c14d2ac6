using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Core.Tools.BuiltIn;

/// <summary><c>time.now</c>: the time, in UTC and, where one is named, in a time zone.</summary>
public sealed class TimeNowTool(TimeProvider time) : IBuiltInTool
{
    private static readonly JsonElement Schema = JsonDocument.Parse(
        """{"type":"object","properties":{"timeZone":{"type":"string","maxLength":64,"description":"An IANA name such as Europe/Berlin"}}}""").RootElement;

    public string Name => "time.now";

    public JsonElement? InputSchema => Schema;

    public ValueTask<BuiltInToolResult> InvokeAsync(BuiltInToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var now = time.GetUtcNow();
        var local = now;
        if (call.Arguments.TryGetProperty("timeZone", out var named))
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(named.GetString()!, out var zone)) return new(BuiltInToolResult.Error("There is no such time zone: write an IANA name such as Europe/Berlin."));
            local = TimeZoneInfo.ConvertTime(now, zone);
        }

        using var content = JsonDocument.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"utc":"{{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}","local":"{{local:yyyy-MM-dd'T'HH:mm:sszzz}}","unixSeconds":{{now.ToUnixTimeSeconds()}}}"""));
        return new(new BuiltInToolResult(content.RootElement.Clone()));
    }
}
