using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Budgets;

/// <summary>The events of limits, worded once.</summary>
internal static class BudgetEvents
{
    public static NotificationEvent Threshold(string tenantId, WatchedLimit watched, long settled, int threshold, DateTimeOffset now) => Create(
        EventTypes.BudgetThreshold,
        threshold switch { >= 100 => NotificationSeverity.Critical, >= 80 => NotificationSeverity.Warning, _ => NotificationSeverity.Info },
        tenantId, watched, settled, threshold, now,
        $"{watched.Limit.Scope} has used {threshold} % of the limit {watched.Limit.QuotaId}: {Text(watched, settled)} of {Text(watched, watched.Limit.Amount)}{Window(watched)}.");

    public static NotificationEvent Exhausted(string tenantId, WatchedLimit watched, long settled, DateTimeOffset now) => Create(
        EventTypes.BudgetExhausted, NotificationSeverity.Critical, tenantId, watched, settled, null, now,
        $"Calls are refused: {watched.Limit.Scope} has used {Text(watched, settled)} of {Text(watched, watched.Limit.Amount)}{Window(watched)}, the limit {watched.Limit.QuotaId}.");

    public static NotificationEvent WouldRefuse(string tenantId, WatchedLimit watched, long settled, DateTimeOffset now) => Create(
        EventTypes.BudgetWouldRefuse, NotificationSeverity.Info, tenantId, watched, settled, null, now,
        $"The limit {watched.Limit.QuotaId} only watches; it would have refused a call of {watched.Limit.Scope}: {Text(watched, watched.Limit.Amount)}{Window(watched)}.");

    private static NotificationEvent Create(string type, NotificationSeverity severity, string tenantId, WatchedLimit watched, long settled, int? threshold, DateTimeOffset now, string summary) =>
        NotificationEvents.Create(type, severity, tenantId, watched.Team, $"quotas/{watched.Limit.QuotaId}", summary, now) with { Data = Data(watched, settled, threshold) };

    private static JsonElement Data(WatchedLimit watched, long settled, int? threshold)
    {
        var limit = watched.Limit;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("quota"u8, limit.QuotaId);
            json.WriteString("scope"u8, limit.Scope.ToString());
            json.WriteString("unit"u8, Name(limit.Unit));
            json.WriteString("window"u8, limit.Window == LimitWindow.None ? null : Name(limit.Window));
            json.WriteString("windowId"u8, watched.WindowId);
            json.WriteString("mode"u8, Name(limit.Mode));
            WriteAmount(json, "amount"u8, limit.Unit, limit.Amount);
            WriteAmount(json, "settled"u8, limit.Unit, settled);
            json.WriteNumber("percent"u8, (long)((Int128)settled * 100 / limit.Amount));
            if (threshold is { } crossed) json.WriteNumber("threshold"u8, crossed);
            if (watched.EndsAt is { } end) json.WriteString("resetsAt"u8, end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            else json.WriteNull("resetsAt"u8);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <summary>As <c>GET /api/quotas/{id}/state</c> has it: money is a decimal string, the rest are whole numbers.</summary>
    private static void WriteAmount(Utf8JsonWriter json, ReadOnlySpan<byte> name, LimitUnit unit, long amount)
    {
        if (unit == LimitUnit.Usd) json.WriteString(name, QuotaAmounts.Write(unit, amount));
        else json.WriteNumber(name, amount);
    }

    private static string Text(WatchedLimit watched, long amount) => $"{QuotaAmounts.Write(watched.Limit.Unit, amount)} {(watched.Limit.Unit == LimitUnit.Usd ? "USD" : Name(watched.Limit.Unit))}";

    private static string Window(WatchedLimit watched) => watched.Limit.Window switch
    {
        LimitWindow.None => " at the same time",
        LimitWindow.Total => " in all",
        LimitWindow.Run => $" in run {watched.Limit.RunId}",
        _ => $" in the {Name(watched.Limit.Window)} that ends at {watched.EndsAt!.Value.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}",
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
