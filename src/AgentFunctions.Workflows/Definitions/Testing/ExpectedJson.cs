using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Compares JSON and says where it differs. 1 and 1.0 are the same; the order of fields does not matter.</summary>
internal static class ExpectedJson
{
    private const int MaxShown = 200;
    private const int MaxDifferences = 20;

    public static IEnumerable<(string Path, string Message)> Differences(JsonElement expected, JsonElement actual, string path) => Walk(expected, actual, path).Take(MaxDifferences);

    private static IEnumerable<(string Path, string Message)> Walk(JsonElement expected, JsonElement actual, string path)
    {
        if (JsonElement.DeepEquals(expected, actual)) return [];
        if (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object) return Fields(expected, actual, path);
        if (expected.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array && expected.GetArrayLength() == actual.GetArrayLength())
            return expected.EnumerateArray().Zip(actual.EnumerateArray()).SelectMany((pair, i) => Walk(pair.First, pair.Second, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));
        return [(path, $"expected {Show(expected)}, was {Show(actual)}")];
    }

    private static IEnumerable<(string Path, string Message)> Fields(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var field in expected.EnumerateObject())
        {
            if (!actual.TryGetProperty(field.Name, out var value)) yield return ($"{path}.{field.Name}", $"expected {Show(field.Value)}, was not there");
            else foreach (var difference in Walk(field.Value, value, $"{path}.{field.Name}")) yield return difference;
        }

        foreach (var field in actual.EnumerateObject())
        {
            if (!expected.TryGetProperty(field.Name, out _)) yield return ($"{path}.{field.Name}", $"was not expected: {Show(field.Value)}");
        }
    }

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= MaxShown ? text : text[..MaxShown] + "...";
    }
}
