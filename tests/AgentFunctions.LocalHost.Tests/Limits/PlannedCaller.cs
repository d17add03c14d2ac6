using System.Text;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Makes planned calls.</summary>
internal static class PlannedCaller
{
    private const string EndOfChat = "data: [DONE]";

    /// <summary>Makes the call and reads as far as the plan says: status, error code, and whether the answer came whole.</summary>
    /// <exception cref="HttpRequestException">The host is gone.</exception>
    /// <exception cref="IOException">The host went in the middle of the answer.</exception>
    public static async Task<PlannedOutcome> RunAsync(LocalHostProcess host, string key, string model, PlannedCall plan)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Post, plan.Path, key, plan.Body(model));
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var callId = response.Headers.GetValues("x-request-id").Single();
        if (!response.IsSuccessStatusCode || !plan.IsStream) return new PlannedOutcome((int)response.StatusCode, callId, response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await ReadStreamAsync(response, callId, plan);
    }

    private static async Task<PlannedOutcome> ReadStreamAsync(HttpResponseMessage response, string callId, PlannedCall plan)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (pieces, isWhole, text) = (0, false, new StringBuilder());
        try
        {
            while (pieces < ((plan.LetsGoAfter ?? plan.RacesAfter) * plan.Choices ?? int.MaxValue))
            {
                if (await reader.ReadLineAsync() is not { } line) break;
                text.AppendLine(line);
                if (line.Contains("\"delta\":{\"content\"", StringComparison.Ordinal) || line.Contains("output_text.delta\",", StringComparison.Ordinal)) pieces++;
                if (line == EndOfChat || line.Contains("\"type\":\"response.completed\"", StringComparison.Ordinal)) isWhole = true;
            }
        }
        catch (Exception exception) when (plan.FallsSilentAfter is not null && exception is IOException)
        {
            // A stream that broke ends so.
        }

        return new PlannedOutcome((int)response.StatusCode, callId, isWhole, text.ToString());
    }
}
