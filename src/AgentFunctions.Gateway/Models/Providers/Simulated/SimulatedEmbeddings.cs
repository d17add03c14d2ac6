using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>Embeddings: unit vectors that depend on the text alone, as floats or base64.</summary>
internal static class SimulatedEmbeddings
{
    private const int DefaultDimensions = 256;
    private const int MaxDimensions = 4096;

    public static JsonObject Whole(JsonElement root, string model)
    {
        var inputs = Inputs(root);
        var dimensions = root.TryGetProperty("dimensions", out var wanted) && wanted.ValueKind == JsonValueKind.Number && wanted.TryGetInt32(out var count) ? Math.Clamp(count, 1, MaxDimensions) : DefaultDimensions;
        var isBase64 = root.TryGetProperty("encoding_format", out var format) && format.ValueKind == JsonValueKind.String && format.ValueEquals("base64");
        var data = new JsonArray();
        foreach (var (input, index) in inputs.Select(static (input, index) => (input, index)))
        {
            var vector = Vector(input, dimensions);
            data.Add(new JsonObject { ["object"] = "embedding", ["index"] = index, ["embedding"] = isBase64 ? Base64(vector) : new JsonArray([.. vector.Select(static value => JsonValue.Create(value))]) });
        }

        var tokens = inputs.Sum(static input => Math.Max(1, input.Length / 4));
        return new JsonObject { ["object"] = "list", ["data"] = data, ["model"] = model, ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens } };
    }

    private static string[] Inputs(JsonElement root)
    {
        if (!root.TryGetProperty("input", out var input)) return [""];
        if (input.ValueKind != JsonValueKind.Array) return [input.ToString()];

        // An array of numbers is one input given as tokens.
        var isTokens = input.GetArrayLength() > 0 && input[0].ValueKind == JsonValueKind.Number;
        return isTokens ? [input.GetRawText()] : [.. input.EnumerateArray().Select(static entry => entry.ToString())];
    }

    private static float[] Vector(string text, int dimensions)
    {
        var random = new SimulatedRandom(SimulatedRandom.Hash(text));
        var values = new double[dimensions];
        for (var i = 0; i < dimensions; i++) values[i] = random.NextUnit();
        var length = Math.Sqrt(values.Sum(static value => value * value));
        return [.. values.Select(value => (float)(value / length))];
    }

    private static string Base64(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return Convert.ToBase64String(bytes);
    }
}
