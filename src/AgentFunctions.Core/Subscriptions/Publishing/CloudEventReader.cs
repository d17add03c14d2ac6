using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Reads events in the JSON format. Source: CloudEvents 1.0.2 and its JSON format.</summary>
public static class CloudEventReader
{
    /// <summary>Bytes of one event.</summary>
    public const int MaxEventBytes = 256 * 1024;

    /// <summary>Events of a batch.</summary>
    public const int MaxBatch = 100;

    /// <summary>Bytes of a batch.</summary>
    public const int MaxBatchBytes = 1024 * 1024;

    private const int MaxAttributes = 64;

    private static readonly Dictionary<string, int> Texts = new(StringComparer.Ordinal)
    {
        ["id"] = 512, ["source"] = 1024, ["type"] = 512, ["subject"] = 1024, ["time"] = 64, ["datacontenttype"] = 256, ["dataschema"] = 1024, ["specversion"] = 8,
    };

    /// <summary>Reads one event.</summary>
    public static Outcome<CloudEvent> Read(ReadOnlySpan<byte> body)
    {
        if (body.Length > MaxEventBytes) return TooLarge("");
        var findings = new Findings();
        return JsonInspector.Parse(body, findings) is { } json ? Read(json, "") : findings.ToError("The event", ErrorCodes.InvalidRequest);
    }

    /// <summary>Reads a batch; one event that is wrong refuses all.</summary>
    public static Outcome<IReadOnlyList<CloudEvent>> ReadBatch(ReadOnlySpan<byte> body)
    {
        var findings = new Findings();
        if (JsonInspector.Parse(body, findings) is not { } json) return findings.ToError("The batch", ErrorCodes.InvalidRequest);
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxBatch) return ApiErrors.InvalidRequest(null, $"A batch is a JSON array of at most {MaxBatch} events.");
        var events = new List<CloudEvent>();
        foreach (var item in json.EnumerateArray())
        {
            var read = Read(item, string.Create(CultureInfo.InvariantCulture, $"[{events.Count}]."));
            if (read.Value is not { } value) return read.Error!;
            events.Add(value);
        }

        return events;
    }

    /// <param name="json">The event.</param>
    /// <param name="at">What stands before the names of attributes in errors, <c>[3].</c>.</param>
    internal static Outcome<CloudEvent> Read(JsonElement json, string at)
    {
        if (json.ValueKind != JsonValueKind.Object) return Wrong(at.TrimEnd('.'), "must be an event: a JSON object");
        if (Encoding.UTF8.GetByteCount(json.GetRawText()) > MaxEventBytes) return TooLarge(at);
        var (count, depth) = (0, 0);
        foreach (var attribute in json.EnumerateObject())
        {
            if (attribute.Name == "data") continue;
            if (++count > MaxAttributes) return Wrong(at + attribute.Name, $"is one too many: an event has at most {MaxAttributes} attributes beside data");
            if (Check(attribute) is { } wrong) return Wrong(at + attribute.Name, wrong);
            if (attribute.Name == CloudEventNames.Depth && !TryDepth(attribute.Value, out depth)) return Wrong(at + attribute.Name, "must be a whole number from 0 to 1000000");
        }

        string? endUser = null;
        if (json.TryGetProperty(CloudEventNames.EndUser, out var person) && person.ValueKind != JsonValueKind.Null)
        {
            if (person.ValueKind != JsonValueKind.String || !SubjectNames.IsValid(endUser = TextOf(person))) return Wrong(at + CloudEventNames.EndUser, $"must be a name of 1 to {SubjectNames.MaxLength} characters without control characters");
        }

        foreach (var required in (ReadOnlySpan<string>)["specversion", "id", "source", "type"])
        {
            if (!json.TryGetProperty(required, out var value) || value.ValueKind == JsonValueKind.Null) return Wrong(at + required, "is required");
        }

        if (json.GetProperty("specversion").GetString() != "1.0") return Wrong(at + "specversion", "must be 1.0");
        if (json.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Null && json.TryGetProperty("data_base64", out var bytes) && bytes.ValueKind != JsonValueKind.Null) return Wrong(at + "data_base64", "cannot stand beside data");
        return new CloudEvent(json.GetProperty("id").GetString()!, json.GetProperty("source").GetString()!, json.GetProperty("type").GetString()!, depth, json) { EndUser = endUser };
    }

    private static string? Check(JsonProperty attribute)
    {
        var value = attribute.Value;
        if (attribute.Name == "data_base64")
            return value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out _)) ? null : "must be base64";
        if (!CloudEventNames.IsValid(attribute.Name)) return $"is no name of an attribute: lower-case letters and digits, at most {CloudEventNames.MaxLength}";

        // The JSON format reads null as left out.
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (!Texts.TryGetValue(attribute.Name, out var longest)) return CheckExtension(value);
        if (value.ValueKind != JsonValueKind.String || TextOf(value) is not { Length: > 0 } text || text.Length > longest) return $"must be a text of 1 to {longest} characters";
        if (text.Any(char.IsControl)) return "must not hold control characters";
        return attribute.Name switch
        {
            "source" => Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute) ? null : "must be a URI or a path such as /orders",
            "dataschema" => Uri.IsWellFormedUriString(text, UriKind.Absolute) ? null : "must be a URI",
            "time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) && text.Contains('T', StringComparison.OrdinalIgnoreCase) ? null : "must be RFC 3339 with offset, such as 2026-01-02T03:04:05Z",
            _ => null,
        };
    }

    private static string? CheckExtension(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => null,
        JsonValueKind.Number => value.TryGetInt32(out _) ? null : "must be a text, a truth value or a whole number of 32 bits",
        JsonValueKind.String => TextOf(value) is { Length: <= 2048 } ? null : "must be at most 2048 characters",
        _ => "must be a text, a truth value or a whole number of 32 bits",
    };

    // In binary mode every attribute is a text.
    private static bool TryDepth(JsonElement value, out int depth)
    {
        depth = 0;
        return value.ValueKind == JsonValueKind.Null || (int.TryParse(value.ValueKind == JsonValueKind.String ? TextOf(value) : value.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out depth) && depth <= 1_000_000);
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // "\ud800": JSON by its grammar, but no text.
            return null;
        }
    }

    private static ApiError Wrong(string attribute, string message) => ApiErrors.InvalidRequest(attribute, $"The event is not valid. {attribute}: {message}");

    private static ApiError TooLarge(string at) =>
        new(413, ErrorCodes.RequestTooLarge, $"{(at.Length == 0 ? "The event" : $"The event {at.TrimEnd('.')}")} is larger than {MaxEventBytes} bytes. Keep large data elsewhere and send where it is.") { ShouldRetry = false };
}
