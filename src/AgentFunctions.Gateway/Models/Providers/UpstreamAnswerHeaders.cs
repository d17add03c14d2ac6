using System.Globalization;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>What is read from the headers of a provider's answer.</summary>
public static class UpstreamAnswerHeaders
{
    /// <summary>The headers that are passed on; one that the provider put our credential into is not.</summary>
    /// <param name="find">The value of a header, null for none.</param>
    /// <param name="contentType">The content's own.</param>
    /// <param name="credential">What was sent.</param>
    public static AnswerHeaders Read(Func<string, string?> find, string? contentType, Secret? credential)
    {
        ArgumentNullException.ThrowIfNull(find);
        return new AnswerHeaders(PassedOn(contentType), PassedOn(find("openai-processing-ms")), PassedOn(find("openai-version")), PassedOn(find("x-request-id")));

        string? PassedOn(string? value) => value is not null && credential is not null && value.Contains(credential.Reveal(), StringComparison.OrdinalIgnoreCase) ? null : value;
    }

    /// <summary>What the provider asked for, unclamped; null for what is no time.</summary>
    public static TimeSpan? RetryAfter(Func<string, string?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        if (Number(find("retry-after-ms")) is { } milliseconds and >= 0 and < 1e9) return TimeSpan.FromMilliseconds(milliseconds);
        return Number(find("Retry-After")) is { } seconds and >= 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
