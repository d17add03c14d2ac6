using System.Net;

namespace AgentFunctions.Http.Tests.Resources;

/// <summary>What every refusal of a resource must hold: 400, the path of the field and a cure; no value repeated, nothing stored.</summary>
internal static class MalformedResource
{
    /// <summary>Stands in bodies where somebody might paste a secret, written <c>PASTED</c>.</summary>
    public const string Pasted = "sk-proj-PASTED-SECRET-0123456789";

    public static async Task CheckAsync(ControlApp app, string kind, string body, string path, string cure)
    {
        var answer = await app.SendAsync(HttpMethod.Put, $"/api/{kind}/x", body.Replace("PASTED", Pasted, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json", "invalid_resource"), (answer.Status, answer.MediaType, answer.Code));
        var finding = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray(), e => e.GetProperty("path").GetString() == path);
        Assert.Contains(cure, finding.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Pasted, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/api/{kind}/x")).Status);
    }
}
