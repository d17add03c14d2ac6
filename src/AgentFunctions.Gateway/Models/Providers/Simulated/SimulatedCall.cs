using System.Text.Json;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>Everything a simulated answer is made from; the same request gives the same answer.</summary>
internal sealed record SimulatedCall(SimulatedScript Script, JsonElement Root, SimulatedPrompt Prompt, ulong Seed, string Model, IReadOnlyList<SimulatedCompletion> Completions, SimulatedTokens Tokens)
{
    private const long Epoch = 1_767_225_600;

    /// <summary>Seconds; fixed by the request, so that a repeated request is answered with the same bytes.</summary>
    public long Created => Epoch + (long)(Seed % 1_000_000);

    public string Id(string prefix) => prefix + Seed.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    public static SimulatedCall Read(ModelCall call, ReadOnlyMemory<byte> body, string deployment)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement.Clone();
        var script = SimulatedScript.Parse(deployment);
        var prompt = SimulatedPrompt.Read(root, call.Operation, deployment);

        // Tenant and agent are part of the seed: two agents never share a response id.
        var seed = SimulatedRandom.Hash($"{call.Caller.ControlPlane.TenantId}\n{call.Caller.Agent?.Id}\n{SeedText(root)}");
        var completions = Enumerable.Range(0, call.Facts.Choices).Select(choice => SimulatedCompletion.Make(prompt, script, seed, choice, Limit(root))).ToArray();
        return new SimulatedCall(script, root, prompt, seed, deployment, completions, SimulatedTokens.Count(prompt, script, seed, completions, Limit(root)));
    }

    // Whole or streamed, the same question has the same answer.
    private static string SeedText(JsonElement root) => string.Join(
        '\n', root.EnumerateObject().Where(static property => property.Name is not ("stream" or "stream_options")).Select(static property => property.Name + property.Value.GetRawText()));

    private static int? Limit(JsonElement root)
    {
        foreach (var name in (string[])["max_completion_tokens", "max_output_tokens", "max_tokens"])
            if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var limit)) return limit;
        return null;
    }
}
