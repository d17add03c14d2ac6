using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.InProcess;

/// <summary>A provider's refusal of the request itself, as an error of ours: it comes in OpenAI's envelope.</summary>
internal static class ProviderRefusal
{
    private const int MaxMessage = 1000;

    public static ApiError Read(WholeModelAnswer answer)
    {
        var (code, message) = (ErrorCodes.UpstreamError, $"The provider refused the request with status {answer.Status}.");
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            {
                code = Text(error, "code") ?? Text(error, "type") ?? code;
                message = Text(error, "message") ?? message;
            }
        }
        catch (JsonException)
        {
            // The status says enough.
        }

        return new ApiError(answer.Status, code, message.Length > MaxMessage ? message[..MaxMessage] : message) { ShouldRetry = false };
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
